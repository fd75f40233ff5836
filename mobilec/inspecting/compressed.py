"""The layers of a compressed checkpoint: how they are executed, and what that does to the time."""

from pathlib import Path

from mobilec.checkpoint.load import load
from mobilec.compressed.record import RECORD
from mobilec.compression.execution.choice import Choice, choices
from mobilec.compression.execution.words import why
from mobilec.inspecting.figures import CompressedLayers


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
