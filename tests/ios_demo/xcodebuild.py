"""Calls of xcodebuild in a workflow, read as that reads its arguments (man xcodebuild)."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

OPTIONS = {
    *("project", "scheme", "configuration", "destination", "derivedDataPath", "resultBundlePath"),
}
"""Those with one value that are used here."""
ACTIONS = {"build", "test"}
_SETTING = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)", re.DOTALL)


@dataclass(frozen=True)
class Call:
    """``options`` by their names without the dash, ``settings`` of the build, and one action."""

    options: dict[str, str]
    settings: dict[str, str]
    action: str


def calls(script: str) -> Iterator[Call]:
    """Every call in a script of a shell; what xcodebuild does not know is a ValueError."""
    for line in script.replace("\\\n", " ").splitlines():
        words = shlex.split(line)
        if words and words[0] == "xcodebuild":
            yield _read(words[1:])


def _read(words: list[str]) -> Call:
    options: dict[str, str] = {}
    settings: dict[str, str] = {}
    actions: list[str] = []
    rest = iter(words)
    for word in rest:
        if word.removeprefix("-") in OPTIONS and word.startswith("-"):
            options[word.removeprefix("-")] = next(rest, "")
        elif found := _SETTING.fullmatch(word):
            settings[found[1]] = found[2]
        elif word in ACTIONS:
            actions.append(word)
        else:
            raise ValueError(f"xcodebuild knows no {word}")
    if len(actions) != 1:
        raise ValueError(f"xcodebuild is to do {actions}")
    return Call(options, settings, actions[0])
