"""What a search hands to ``encode`` and ``decode``, whoever keeps the states."""

import numpy as np

from exporters.decode.state import IDS, MASK, States
from exporters.errors import Refused
from exporters.runtime import Runner


def encoded(
    runner: Runner, states: States, input_ids: np.ndarray, attention_mask: np.ndarray | None
) -> dict[str, np.ndarray]:
    """What every step reads of a source: its mask, and what ``encode`` made of it.

    input_ids (length,); ``attention_mask``, where some are padding, (length,) of 0 and 1.
    """
    if not len(input_ids):
        raise Refused("a source of no tokens was given; even an empty text has an end token")
    ids = input_ids.astype(np.int64)[None]
    if attention_mask is None:
        mask = np.empty_like(ids)
        mask.fill(1)
    else:
        mask = attention_mask.astype(np.int64)[None]
    made = runner.run("encode", {IDS: ids, MASK: mask})
    # Where a file has fixed lengths, it comes back longer than the source was.
    padding = _length(made, states.source, mask.shape[1]) - mask.shape[1]
    # numpy takes 0.1 ms to add nothing, longer than all else that is done between two steps.
    padded = np.pad(mask, ((0, 0), (0, padding))) if padding else mask
    return {MASK: padded, **made}


def _length(made: dict[str, np.ndarray], names: tuple[str, ...], least: int) -> int:
    """Positions of a source in what ``encode`` made of it, (rows, length, ...) each."""
    lengths = {made[name].shape[1] if made[name].ndim > 1 else 0 for name in names}
    if len(lengths) != 1 or min(lengths) < least:
        shapes = {name: list(made[name].shape) for name in names}
        raise Refused(
            f"encode was given {least} tokens and answers with the shapes {shapes}, which are of "
            "no such source; export the bundle again"
        )
    return lengths.pop()


def fill_(column: np.ndarray, tokens: np.ndarray) -> None:
    """tokens (n,) into a column (hypotheses, 1). Rows for hypotheses that nobody asked for repeat
    the first: a program has a fixed number of them."""
    count = len(tokens)
    if count == 1:
        column.fill(tokens[0])
        return
    column[:count, 0] = tokens
    column[count:] = tokens[0]


def move_(filled: np.ndarray, origins: np.ndarray, hypotheses: int) -> None:
    """Hypothesis i takes over the rows of ``origins[i]`` (n,); ``filled``: of one state, (rows of
    all hypotheses, ...)."""
    rows = filled.reshape(hypotheses, len(filled) // hypotheses, *filled.shape[1:])
    rows[: len(origins)] = rows[origins]


def stays(origins: np.ndarray) -> bool:
    """Whether each hypothesis goes on from itself, so that nothing has to move."""
    return np.array_equal(origins, np.arange(len(origins)))
