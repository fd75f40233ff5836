"""Marian's settings: YAML of one flat mapping, of which only what Marian itself writes is read.

Marian reads them by yaml-cpp, which asks for a type at each key, and PyYAML guesses by YAML 1.1.
Guesses that differ are left out here: 12:30 and 2021-04-28 are no numbers or dates, 010 is no 8,
and 1e-9 is a number. ``no`` and ``off`` are false in both.
"""

import re
from collections import Counter
from collections.abc import Hashable
from typing import Any

import yaml

from exporters.errors import Refused

MOST_BYTES = 64 << 10
"""Published models have 1 to 5 KB of options."""
_DEEPEST = 16


def read_mapping(text: bytes, where: str) -> dict[str, Any]:
    """The settings in ``text``. ``where``: named in messages.

    Refused: too much text, no UTF-8, no YAML, no mapping from words, a key twice, anchors, tags
    or nesting of which Marian writes none and of which small files grow large.
    """
    if len(text) > MOST_BYTES:
        raise Refused(
            f"{where} has {len(text):,} bytes, and settings of a model have a few thousand (at "
            f"most {MOST_BYTES:,} are read); give the file that Marian wrote"
        )
    try:
        found = yaml.load(text.decode("utf-8"), _Settings)
    except (yaml.YAMLError, ValueError) as broken:
        reason = " ".join(str(broken).split())
        raise Refused(f"{where} is not YAML ({reason}); download it again") from broken
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise Refused(
            f"{where} is no mapping from names to settings, as Marian writes it; download it again"
        )
    return found


class _Settings(yaml.SafeLoader):
    depth = 0
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if getattr(event, "anchor", None) is not None:
            raise yaml.YAMLError("it has an anchor, which Marian never writes")
        if getattr(event, "tag", None) == "!":
            # Older yaml-cpp's mark of what stands in quotes, which PyYAML takes for its contrary.
            event.tag, event.implicit = None, (False, True)
        if getattr(event, "tag", None) is not None:
            raise yaml.YAMLError("it has a tag, which Marian never writes")
        if self.depth == _DEEPEST:
            raise yaml.YAMLError(f"it is nested deeper than {_DEEPEST} levels")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        names = Counter(key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        if twice := sorted(name for name, times in names.items() if times > 1):
            raise yaml.YAMLError(f"it has {', '.join(twice)} twice")
        return super().construct_mapping(node, deep)


_WORDS = ("true", "false", "yes", "no", "on", "off")
for _kind, _pattern, _first in (
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", "|".join(f"{w}|{w.title()}|{w.upper()}" for w in _WORDS), list("tTfFyYnNoO")),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:(?:[0-9]{1,30}\.[0-9]{0,30}|\.[0-9]{1,30})(?:[eE][-+]?[0-9]{1,2})?"
        r"|[0-9]{1,30}[eE][-+]?[0-9]{1,2})",
        list("-+.0123456789"),
    ),
):
    _Settings.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_pattern})$"), _first
    )
