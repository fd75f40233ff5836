"""What manifest.json says of decoding: how to search, and what to keep between two steps."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from exporters.bundle.records import from_json
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import APPEND, HIDDEN, OUTPUT_ROWS, REPLACE, States, new_name
from exporters.errors import Refused


@dataclass(frozen=True)
class StateEntry:
    """A state by the names of the tensors that bring it in and out; its shape is the input's.

    ``update``: ``append`` writes what ``new`` brings at the step's position, ``replace`` puts it in
    the state's place. It is zero when a sentence begins.
    """

    name: str
    new: str
    update: str

    def __post_init__(self) -> None:
        if self.update not in (APPEND, REPLACE):
            raise Refused(
                f"the state {self.name} is updated by the rule {self.update!r}; this version of "
                f"mobilec knows {APPEND!r} and {REPLACE!r}: read the bundle with a newer one"
            )


@dataclass(frozen=True)
class ShortlistEntry:
    """Which words a sentence may become, by its source words: ``path`` of the file, as
    ``exporters.text.word_lists`` writes it. A program that has the methods ``method``, which takes
    what ``decode`` takes and returns what its output layer would be given, and ``rows``, which has
    rows of that layer, is called by them; of another the logits of all other words are left out.
    """

    path: str
    method: str = HIDDEN
    rows: str = OUTPUT_ROWS


@dataclass(frozen=True)
class Decoding:
    """How a translation is searched for: with this, a phone finds the tokens that PyTorch finds.

    ``settings``: of the search, limited to what the program has room for. ``hypotheses``: how many
    one step extends. ``capacity``: how many tokens each of them may have. ``source``: what goes
    from ``encode`` to every ``decode``. ``states``: what the caller keeps from one step to the
    next; a file that has ``states`` keeps them itself. ``shortlist``: None where every word may
    come.
    """

    settings: GenerationSettings
    hypotheses: int
    capacity: int
    source: tuple[str, ...]
    states: tuple[StateEntry, ...]
    shortlist: ShortlistEntry | None = None


def decoding_with(
    settings: GenerationSettings, states: States, shortlist: ShortlistEntry | None = None
) -> Decoding:
    """What is said of a search with these settings over a program that remembers these states."""
    entries = tuple(StateEntry(state.name, state.new, state.update) for state in states.kept)
    return Decoding(settings, states.hypotheses, states.capacity, states.source, entries, shortlist)


@dataclass(frozen=True)
class _Sizes:
    """What schema 1 said of the states: those of a Transformer whose layers are all alike."""

    layers: int
    heads: int
    width: int
    capacity: int
    hypotheses: int


def from_sizes(document: Any, where: str) -> Any:
    """The block ``decoding`` of a manifest of schema 1 as one of this schema."""
    if not isinstance(document, dict) or "layout" not in document:
        return document
    sizes = from_json(_Sizes, document.pop("layout"), f"{where}.layout")
    pairs = [f"{kind}_{at}" for at in range(sizes.layers) for kind in ("key", "value")]
    return {
        **document,
        "hypotheses": sizes.hypotheses,
        "capacity": sizes.capacity,
        "source": [f"cross_{name}" for name in pairs],
        "states": [dataclasses.asdict(StateEntry(n, new_name(n), APPEND)) for n in pairs],
    }
