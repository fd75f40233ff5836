"""How large a layer may stay: what a recipe says of a rank."""

import re
from dataclasses import dataclass
from typing import Any, Self

from exporters.errors import Refused

FORMS = (
    "a whole number, a list of them (one for each place), a fraction of the parameters (0.25), "
    "{energy: 0.95} or {budget: 1/7}"
)
_RATIO = re.compile(r"\s*(\d+)\s*/\s*(\d+)\s*")


@dataclass(frozen=True)
class Rank:
    """Exactly one of these. ``numbers``: ranks; one alone stands for all places. ``fraction``: of
    the parameters of each layer. ``energy``: the share of the squared singular values that is
    kept. ``budget``: the fraction of the parameters of all layers of the step together, which get
    their ranks by how sensitive they are.
    """

    numbers: tuple[int, ...] = ()
    fraction: float | None = None
    energy: float | None = None
    budget: float | None = None

    @classmethod
    def parse(cls, value: Any, where: str) -> Self:
        """As a recipe writes it."""
        if isinstance(value, dict) and len(value) == 1:
            ((key, amount),) = value.items()
            if key == "energy":
                return cls(energy=_share(amount, f"{where}: {key}"))
            if key == "budget":
                return cls(budget=_share(amount, f"{where}: {key}"))
        if isinstance(value, list) and value and all(_whole(each) for each in value):
            return cls(numbers=tuple(_positive(each, where) for each in value))
        if _whole(value):
            return cls(numbers=(_positive(value, where),))
        if isinstance(value, float | str):
            return cls(fraction=_share(value, where))
        raise Refused(f"{where} is {value!r}; a rank is {FORMS}")

    def to_json(self) -> Any:
        if self.numbers:
            return self.numbers[0] if len(self.numbers) == 1 else list(self.numbers)
        if self.fraction is not None:
            return self.fraction
        key = "energy" if self.energy is not None else "budget"
        return {key: getattr(self, key)}

    @property
    def reads(self) -> bool:
        """Whether weights decide what it is."""
        return self.energy is not None or self.budget is not None

    def numbers_for(self, places: int, where: str) -> tuple[int, ...]:
        """``numbers``, one for each of so many places."""
        if len(self.numbers) not in (1, places):
            raise Refused(
                f"{where}: rank {list(self.numbers)} has {len(self.numbers)} numbers, and there "
                f"are {places} places; give one for each, or one for all"
            )
        return self.numbers * places if len(self.numbers) == 1 else self.numbers


def refuse_larger(asked: int, largest: int, path: str, shape: tuple[int, int]) -> None:
    """A rank that the matrix of a layer does not have."""
    if asked > largest:
        out, width = shape
        raise Refused(
            f"rank {asked} was asked for {path}, a matrix of {out} x {width}, whose ranks end at "
            f"{largest}; ask for less, or leave the layer alone (null)"
        )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _positive(value: int, where: str) -> int:
    if value < 1:
        raise Refused(f"{where} is {value}; the least rank is 1")
    return value


def _share(value: Any, where: str) -> float:
    ratio = _RATIO.fullmatch(value) if isinstance(value, str) else None
    if ratio is not None and int(ratio[2]):
        value = int(ratio[1]) / int(ratio[2])
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise Refused(f"{where} is {value!r}; give a share above 0, at most 1: 0.25 or 1/4")
    return float(value)
