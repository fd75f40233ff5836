"""How much of something stays: a share of it, or a number."""

from dataclasses import dataclass
from typing import Any, Self

from exporters.errors import Refused


@dataclass(frozen=True)
class Amount:
    """One of the two. ``share``: above 0 and at most 1. ``number``: at least 1."""

    share: float | None = None
    number: int | None = None

    @classmethod
    def parse(cls, value: Any, where: str) -> Self:
        """1/2 and 0.5 are shares, 3 a number."""
        if isinstance(value, str) and value.count("/") == 1:
            above, _, below = value.partition("/")
            if above.strip().isdigit() and below.strip().isdigit() and int(below):
                value = int(above) / int(below)
        if type(value) is int and value >= 1:
            return cls(number=value)
        if type(value) is float and 0 < value <= 1:
            return cls(share=value)
        raise Refused(
            f"{where} is {value!r}; give a share above 0 and at most 1 (0.5 or 1/2), or a whole "
            "number of those that stay"
        )

    def to_json(self) -> float | int | None:
        return self.share if self.number is None else self.number

    def of(self, there: int, what: str, part: float = 1.0) -> int:
        """How many of ``there`` stay once ``part`` of those that go are gone; of a share at least
        one. Refused: more than there are."""
        if self.number is not None and self.number > there:
            raise Refused(f"{self.number} are to stay, and there are {there} {what}")
        share = 1.0 if self.share is None else self.share
        last = max(1, round(share * there)) if self.number is None else self.number
        return there - round((there - last) * part)
