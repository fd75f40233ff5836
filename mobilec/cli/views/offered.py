"""What an app offers of the translators in it: pairs, and ways through a language."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporters.text.ways import Way
    from mobilec.apps.placing import Placed


def offered(bundles: "tuple[Placed, ...]") -> Iterator[str]:
    """A line for each choice that a person has, where two bundles belong together."""
    from exporters.text.ways import choices

    known = [placed for placed in bundles if placed.direction.is_known]
    found = choices([placed.direction for placed in known])
    if len(found) == len(known) and all(choice.back is None for choice in found):
        return
    yield "\nThe app offers:"
    for choice in found:
        back = "" if choice.back is None else f", and back{_through(choice.back)}"
        yield f"  {choice.way.direction.source} to {choice.way.direction.target}" + (
            f"{_through(choice.way)}{back}"
        )


def _through(way: "Way") -> str:
    return f" through {way.through}" if way.through else ""
