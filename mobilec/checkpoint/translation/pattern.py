"""Character classes of regular expressions, written the same for every engine that reads them."""

from collections.abc import Iterable


def characters(chosen: Iterable[str]) -> str:
    """The inside of a class of single characters: ``\\x{61}-\\x{7A}``."""
    known = {ord(character) for character in chosen}
    starts = sorted(code for code in known if code - 1 not in known)
    return "".join(_range(start, _end(start, known)) for start in starts)


def literal(text: str) -> str:
    """A pattern for exactly this text."""
    return "".join(f"\\x{{{ord(character):X}}}" for character in text)


def _end(start: int, known: set[int]) -> int:
    while start + 1 in known:
        start += 1
    return start


def _range(first: int, last: int) -> str:
    return literal(chr(first)) if first == last else f"{literal(chr(first))}-{literal(chr(last))}"
