"""A browser that measures, as the terminal names it."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from mobilec.benchmarking.browser import Brand, name_of
from mobilec.benchmarking.web.course import Course

LONGEST_WORDS = 120
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass
class Visitor:
    """``number``: in the order of arrival, from 1. ``last``: the body of the document that was
    taken last, as a digest: a browser that did not hear so sends it again. ``busy``: one of its
    documents is being read. ``heard_the_end``: it knows that there is no more to do."""

    number: int
    label: str
    course: Course
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    last: str = ""
    busy: bool = False
    heard_the_end: bool = False

    def __str__(self) -> str:
        return f"{self.number}: {self.label}" if self.label else f"{self.number}"


def named(number: int) -> str:
    """Of the files of a browser."""
    return f"web{number}"


def plain(text: str, longest: int = LONGEST_WORDS) -> str:
    """One short line without anything that a terminal would obey."""
    return _UNFIT.sub(" ", text)[:longest].strip()


def label(said: Any) -> str:
    """What a browser says of itself in a few words, such as "Chrome 156 on Android"; "" where it
    says nothing that is understood."""
    if not isinstance(said, dict):
        return ""
    agent, platform = said.get("user_agent"), said.get("platform")
    brands = [b for each in _items(said.get("brands")) if (b := _brand(each))]
    name = name_of(brands, agent if isinstance(agent, str) else None)
    words = [name, platform if isinstance(platform, str) else ""]
    return plain(" on ".join(filter(None, words)))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _brand(said: Any) -> Brand | None:
    if not isinstance(said, dict):
        return None
    name, version = said.get("brand"), said.get("version")
    return Brand(name, version) if isinstance(name, str) and isinstance(version, str) else None
