"""What the tests of the Swift package are called, and what XCTest says of each when it ran."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_TARGET = re.compile(r"\.testTarget\(\s*name: \"(\w+)\"")
_CLASS = re.compile(r"( *)(?:@?\w+ )*(?:class|extension) (\w+)")
_TEST = re.compile(r"( *)(?!.*\b(?:private|static) )(?:@?\w+ )*func (test\w*)\(\)")
_INDENT = "    "
_STARTED = re.compile(r"Test Case '(?:-\[)?(?:\w+\.)?(\w+)[. ](\w+)\]?' started")
_ENDED = re.compile(
    r"Test Case '(?:-\[)?(?:\w+\.)?(\w+)[. ](\w+)\]?' (passed|failed|skipped) \(([\d.]+) seconds\)"
)
PASSED, FAILED, SKIPPED, CRASHED = "passed", "failed", "skipped", "crashed"


@dataclass(frozen=True)
class Case:
    """One test that ran. ``name``: Class.method. ``words``: what was printed meanwhile."""

    name: str
    ended: str
    seconds: float
    words: str


def declared(demo: Path, apple: bool) -> dict[str, str]:
    """Class.method to file of the tests in the package's test targets. ``apple``: also those under
    a condition (#if), which say by it that they want Apple's system."""
    tests = demo / "Tests"
    targets = _TARGET.findall((demo / "Package.swift").read_text(encoding="utf-8"))
    return {
        name: file.relative_to(tests).as_posix()
        for target in targets
        for file in sorted((tests / target).rglob("*.swift"))
        for name in _declared(file.read_text(encoding="utf-8").splitlines(), apple)
    }


def _declared(lines: Iterable[str], apple: bool) -> Iterator[str]:
    classes: dict[str, str] = {}
    conditions = 0
    for line in lines:
        if line.lstrip().startswith("#if"):
            conditions += 1
        elif line.lstrip().startswith("#endif"):
            conditions -= 1
        elif found := _CLASS.match(line):
            classes[found[1] + _INDENT] = found[2]
        elif (found := _TEST.match(line)) and found[1] in classes and (apple or conditions == 0):
            yield f"{classes[found[1]]}.{found[2]}"


def cases(words: str) -> Iterator[Case]:
    """By what XCTest printed. A test that began and did not end took the process with it."""
    name, since = "", list[str]()
    for line in words.splitlines():
        if found := _STARTED.search(line):
            if name:
                yield Case(name, CRASHED, 0, "\n".join(since))
            name, since = f"{found[1]}.{found[2]}", []
        elif name and (found := _ENDED.search(line)):
            yield Case(name, found[3], float(found[4]), "\n".join(since))
            name = ""
        else:
            since.append(line)
    if name:
        yield Case(name, CRASHED, 0, "\n".join(since))
