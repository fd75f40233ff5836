"""What a decoder is handed at each step, and what it remembers from one to the next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporters.dimension import Dimension
from exporters.errors import Refused

if TYPE_CHECKING:
    from exporters.program import Method, Program

IDS, MASK = "input_ids", "attention_mask"
TOKEN, POSITION, LOGITS = "token", "position", "logits"
HIDDEN, WORDS = "hidden", "words"
OUTPUT_ROWS, OUTPUT_BIAS = "output_rows", "output_bias"
SHORTLISTED = (HIDDEN, OUTPUT_ROWS)
"""By which a caller multiplies by some rows of the output layer; a file may lack them."""
WORDS_AT_ONCE = 128
"""How many words ``output_rows`` takes: a sentence has some hundreds, and what a runtime plans for
is no larger than it has to be."""
STANDS_FOR = {"source_rows": IDS, "token_rows": TOKEN, "word_rows": WORDS}
"""An input that takes rows of a table to the one whose ids they stand for."""
APPEND, REPLACE = "append", "replace"
"""The rules by which a state is updated: one position of it is written, or all of it."""


@dataclass(frozen=True)
class State:
    """An input of a step that holds what the steps before it left there: zero before the first.

    ``shape``: the rows of one hypothesis lie together along the first axis, and are moved in one
    piece. ``new`` is the output that brings what follows. By the rule ``append`` it is one position
    (rows, 1, ...) of a state (rows, capacity, ...) and written at the step's; by ``replace`` it has
    the state's shape and takes its place.
    """

    name: str
    new: str
    shape: tuple[int, ...]
    update: str


@dataclass(frozen=True)
class States:
    """All that a decoder remembers.

    ``capacity``: how many tokens a hypothesis may have behind it. ``hypotheses``: how many one
    step extends. ``source``: what ``encode`` returns and every step takes, (rows, length, width)
    each; the source is the same for all hypotheses, so these have no axis for them.
    """

    hypotheses: int
    capacity: int
    source: tuple[str, ...]
    kept: tuple[State, ...]


def new_name(state: str) -> str:
    """The output with what a step adds to a state, or puts in its place."""
    return f"new_{state}"


def brought(state: State) -> tuple[int, ...]:
    """The shape of what a step returns for a state: one position of it, or all of it."""
    return state.shape if state.update == REPLACE else (state.shape[0], 1, *state.shape[2:])


def kept_by(decode: "Method") -> tuple[State, ...]:
    """The inputs that have an output ``new_<name>``, in order, by the shapes of both."""
    returned = {spec.name: spec.shape for spec in decode.outputs}
    return tuple(
        _state(spec.name, tuple(map(_fixed, spec.shape)), tuple(map(_fixed, returned[new])))
        for spec in decode.inputs
        if (new := new_name(spec.name)) in returned
    )


def states_of(program: "Program") -> States:
    """What the decoder of a captured program remembers.

    The bound of ``position`` is its capacity: where all is replaced, no shape would say it.
    """
    decode, made = program.method("decode"), program.method("encode").outputs
    taken = {spec.name: spec for spec in decode.inputs}
    bound = taken[POSITION].below
    assert bound is not None, "a step is captured for so many positions"
    return States(
        hypotheses=_fixed(taken[TOKEN].shape[0]),
        capacity=bound,
        source=tuple(spec.name for spec in made if spec.name in taken),
        kept=kept_by(decode),
    )


def _state(name: str, shape: tuple[int, ...], returned: tuple[int, ...]) -> State:
    new = new_name(name)
    if returned == shape:
        return State(name, new, shape, REPLACE)
    if len(shape) > 1 and returned == (shape[0], 1, *shape[2:]):
        return State(name, new, shape, APPEND)
    raise Refused(
        f"a step takes {name} {shape} and returns {new} {returned}: that is neither the whole of "
        f"it nor one position, {(shape[0], 1, *shape[2:])}"
    )


def _fixed(size: int | Dimension) -> int:
    assert isinstance(size, int), f"{size} is known only at run time"
    return size
