"""JSON from outside.

Python's own reader takes numbers that are none, a name twice, and whatever fits into memory; and
it ends in an error of another kind where a text is nested deeper than Python calls.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from exporters.errors import Refused

LARGEST_BYTES = 256 << 20
"""Of a file. The largest that anybody writes are vocabularies, of 40 MB."""
DEEPEST = 100
"""Lists and objects in each other. A run.json has 10."""
_SHOWN = 40


def read_json(path: Path, advice: str, lenient: bool = False) -> Any:
    """The document in a file. ``advice``: what to do where it is none, for the refusal.

    ``lenient``: NaN is a number, and of a name that stands twice the last counts, as in what
    other libraries write.
    """
    return parse_json(read_limited(path, advice), str(path), advice, lenient)


def read_limited(path: Path, advice: str, largest_bytes: int = LARGEST_BYTES) -> bytes:
    """The bytes of a file that is one, and no larger than that."""
    try:
        if path.exists() and not path.is_file():
            raise Refused(f"{path} cannot be read (it is no file); {advice}")
        size = path.stat().st_size
        if size <= largest_bytes:
            return path.read_bytes()
    except OSError as missing:
        raise Refused(f"{path} cannot be read ({missing.strerror}); {advice}") from missing
    raise Refused(f"{path} has {size:,} bytes, and at most {largest_bytes:,} are read; {advice}")


def parse_json(text: str | bytes, where: str, advice: str, lenient: bool = False) -> Any:
    """The document in a text; ``where`` names it in the refusal."""
    deep = Refused(f"{where} is nested deeper than {DEEPEST} levels; {advice}")
    hooks: dict[str, Any] = {} if lenient else _STRICT
    try:
        read = text.decode("utf-8") if isinstance(text, bytes) else text
        document = json.loads(read, **hooks)
    except ValueError as broken:
        raise Refused(f"{where} is not JSON ({broken}); {advice}") from broken
    except RecursionError as broken:
        raise deep from broken
    if _depth(document) > DEEPEST:
        raise deep
    return document


def _none(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise ValueError(f"the name {twice[:_SHOWN]!r} stands twice in an object")
    return found


_STRICT = {"parse_constant": _none, "object_pairs_hook": _object}


def _depth(document: Any) -> int:
    """Of lists and objects in each other; no further than one more than the deepest."""
    depth, level = 0, [document]
    while depth <= DEEPEST:
        whole = [each for each in level if isinstance(each, dict | list)]
        if not whole:
            break
        depth += 1
        level = [inner for each in whole for inner in _inside(each)]
    return depth


def _inside(whole: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return whole.values() if isinstance(whole, dict) else whole
