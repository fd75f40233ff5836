"""The layers of a compressed checkpoint: how they are executed, and what that does to the time."""

from dataclasses import dataclass
from pathlib import Path

from mobilec.checkpoint.load import load
from mobilec.compressed.record import RECORD
from mobilec.compression.execution.choice import Choice, choices
from mobilec.compression.execution.words import why


@dataclass(frozen=True)
class CompressedLayers:
    """Layers that read one tensor, as ``--execution auto`` executes them.

    Over those of the dense layers: ``stored``, bytes as they were compressed; ``executed``, bytes
    in a .pte; ``multiply_adds``; ``time`` there, as expected, of int8 and for so many ``rows``.
    ``reason``: why the time falls less than what is stored.
    """

    paths: tuple[str, ...]
    layer: str
    form: str
    rows: int
    stored: float
    executed: float
    multiply_adds: float
    time: float
    reason: str


def compressed_layers(folder: Path) -> tuple[CompressedLayers, ...]:
    """In the order in which they run; none of a dense checkpoint."""
    if not (folder / RECORD).is_file():
        return ()
    return tuple(_described(choice) for choice in choices(load(folder).model))


def _described(choice: Choice) -> CompressedLayers:
    chosen, dense = choice.chosen, choice.dense
    return CompressedLayers(
        paths=choice.paths,
        layer=choice.layer,
        form=chosen.name,
        rows=choice.rows,
        stored=choice.stored,
        executed=chosen.int8_bytes / dense.int8_bytes,
        multiply_adds=chosen.work.multiply_adds / dense.work.multiply_adds,
        time=choice.time,
        reason=why(choice),
    )
