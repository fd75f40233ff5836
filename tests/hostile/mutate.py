"""Bytes, texts and documents made wrong at random, the same for the same seed.

The mutations of a document know what hurts its readers (sizes, paths, depth), and are written
here: Hypothesis makes documents that hold to a schema, and looks for the least that fails; what is
wanted is one that breaks, in a hundredth of a second, and told by one number.
"""

import json
import random
from collections.abc import Iterator
from typing import Any

DEEP = 100_000
NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63), 10**30, 1e308, -0.0, 0.5, 1e-300),
    *(float("nan"), float("inf"), float("-inf")),
)
TEXTS = (
    *("", ".", "..", "/", "../../../etc/passwd", "/etc/passwd", "a\x00b", "\x1b[31mred", "C:\\a"),
    *("x" * 100_000, "\ud800", "[bold]", "%s%n", "\u202e", "-rf", "nan", "NaN", "true"),
)
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], {"a": 1}, [None] * 1000)


def bytes_(content: bytes, chance: random.Random) -> bytes:
    """Another content than that: flipped, cut, doubled, emptied, or of another kind."""
    made = _bytes(content, chance)
    return made if made != content else content + b"\x00"


def _bytes(content: bytes, chance: random.Random) -> bytes:
    whole = bytearray(content)
    kind = chance.choice(("flip", "flip", "flip", "cut", "zero", "swap", "insert", "other"))
    if kind == "flip" and whole:
        for _ in range(chance.choice((1, 1, 3, 30))):
            whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        return bytes(whole[: chance.randrange(len(whole) + 1)])
    elif kind == "zero" and whole:
        start = chance.randrange(len(whole))
        whole[start : start + chance.choice((1, 8, 1000))] = bytes(chance.choice((1, 8, 1000)))
    elif kind == "swap":
        middle = chance.randrange(len(whole) + 1)
        return bytes(whole[middle:] + whole[:middle])
    elif kind == "insert":
        at = chance.randrange(len(whole) + 1)
        return bytes(whole[:at] + chance.randbytes(chance.choice((1, 4, 1000))) + whole[at:])
    else:
        samples = (b"", b"\xff" * 100, b"PK\x03\x04", b"[" * DEEP, bytes(1000), b"null", b"{}")
        return chance.choice(samples)
    return bytes(whole)


def document(content: bytes, chance: random.Random) -> tuple[bytes, str]:
    """Another JSON text, and the place in it that is another."""
    whole = json.loads(content)
    places = list(_places(whole, ()))
    place = chance.choice(places)
    value = _value(_at(whole, place), chance)
    if chance.random() < 0.1:
        text = json.dumps(_with(whole, place, "@"), ensure_ascii=True)
        deep = chance.choice(("[" * DEEP, "[" * DEEP + "]" * DEEP, '{"a":' * DEEP, "1e400"))
        return text.replace('"@"', deep, 1).encode(), _named(place)
    made = _without(whole, place) if chance.random() < 0.15 else _with(whole, place, value)
    return json.dumps(made, ensure_ascii=True).encode(), _named(place)


def _value(old: Any, chance: random.Random) -> Any:
    if isinstance(old, bool) or old is None or chance.random() < 0.25:
        return chance.choice((*NUMBERS, *TEXTS, *OTHERS))
    if isinstance(old, int | float):
        return chance.choice((*NUMBERS, old + 1, -old, old * 1000))
    if isinstance(old, str):
        return chance.choice((*TEXTS, old + "x", old[:-1], old.upper()))
    if isinstance(old, list):
        return chance.choice(([], old + old, old[:-1], old[::-1], [old], *OTHERS))
    return chance.choice((*OTHERS, old | {"unknown": 1}))


def _places(whole: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Of everything in a document; of a long list a few."""
    if path:
        yield path
    items: Any = ()
    if isinstance(whole, dict):
        items = list(whole.items())[:200]
    elif isinstance(whole, list):
        items = [(at, whole[at]) for at in {0, len(whole) // 2, len(whole) - 1} if whole]
    for key, inner in items:
        yield from _places(inner, (*path, key))


def _at(whole: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        whole = whole[key]
    return whole


def _with(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copied = whole.copy()
    copied[path[0]] = _with(copied[path[0]], path[1:], value)
    return copied


def _without(whole: Any, path: tuple[Any, ...]) -> Any:
    copied = whole.copy()
    if len(path) == 1:
        del copied[path[0]]
    else:
        copied[path[0]] = _without(copied[path[0]], path[1:])
    return copied


def _named(path: tuple[Any, ...]) -> str:
    return ".".join(str(key) for key in path)
