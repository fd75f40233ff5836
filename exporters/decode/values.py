"""Values of a generation_config.json, each of the kind that it should be or refused by its name."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from exporters.errors import Refused

if TYPE_CHECKING:
    from transformers import GenerationConfig


class Values:
    """The settings of ``config`` by name; what is absent or null is the default."""

    def __init__(self, config: "GenerationConfig") -> None:
        self._config = config

    def value(self, name: str) -> Any:
        """As it stands there; None where it is absent."""
        return getattr(self._config, name, None)

    def count(self, name: str, default: int) -> int:
        """A whole number, 0 or more."""
        found = self.value(name)
        if found is None:
            return default
        return found if _is_token(found) else self.refuse(name, "be a whole number, 0 or more")

    def number(self, name: str, default: float) -> float:
        """A finite number."""
        found = self.value(name)
        if found is None:
            return default
        return float(found) if _is_number(found) else self.refuse(name, "be a number")

    def penalty(self, name: str) -> float:
        """A number over 0, 1 where it is absent."""
        found = self.number(name, 1.0)
        return found if found > 0 else self.refuse(name, "be over 0, and 1 for none")

    def switch(self, name: str) -> bool:
        """True or false."""
        found = self.value(name)
        if found is None:
            return False
        return found if isinstance(found, bool) else self.refuse(name, "be true or false")

    def token(self, name: str) -> int | None:
        """The id of a token. A list of one is that one; of several, nobody says which is meant:
        transformers takes them for one start of each sentence of a batch, or finds all alike."""
        found = self.value(name)
        if isinstance(found, list | tuple) and len(found) == 1:
            found = found[0]
        if found is None or _is_token(found):
            return found
        return self.refuse(name, "be the id of one token, as every translation has only one there")

    def tokens(self, name: str) -> tuple[int, ...]:
        """The ids of any number of tokens; one may stand there without a list."""
        found = self.value(name)
        if found is None:
            return ()
        listed = found if isinstance(found, list | tuple) else (found,)
        return tuple(listed) if _are_tokens(listed) else self.refuse(name, "hold ids of tokens")

    def rows(self, name: str) -> tuple[tuple[int, ...], ...]:
        """Several rows of tokens."""
        found = self.value(name)
        if found is None:
            return ()
        right = isinstance(found, list | tuple) and all(_is_row(row) for row in found)
        if not right:
            self.refuse(name, "hold a list of ids for each word, as in [[5], [7, 8]]")
        return tuple(tuple(row) for row in found)

    def weighed_rows(self, name: str) -> dict[tuple[int, ...], float]:
        """Rows of tokens, each with a number; the last of a row that stands there twice."""
        found = self.value(name) or ()
        # transformers still takes the dictionary that it asked for once; JSON has no such keys.
        pairs = list(found.items()) if isinstance(found, dict) else found
        if not (isinstance(pairs, list | tuple) and all(_is_weighed(pair) for pair in pairs)):
            self.refuse(name, "hold ids and a finite number for each word, as in [[[7, 8], -2.0]]")
        return {tuple(row): float(number) for row, number in pairs}

    def refuse(self, name: str, what: str) -> NoReturn:
        """Says what stands there and what should."""
        raise Refused(
            f"its generation_config.json sets {name} to {self.value(name)!r}, and it should {what};"
            " correct it, or take it out of that file"
        )


def _is_token(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _are_tokens(values: Sequence[object]) -> bool:
    return all(_is_token(value) for value in values)


def _is_row(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and _are_tokens(value)


def _is_weighed(pair: Any) -> bool:
    two = isinstance(pair, list | tuple) and len(pair) == 2
    return two and _is_row(pair[0]) and _is_number(pair[1])
