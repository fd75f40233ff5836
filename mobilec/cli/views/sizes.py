"""The table of a bundle's programs: what each one costs, and how near it is to PyTorch."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from exporters.bundle.manifest import Manifest, Parity
    from mobilec.tasks.task import Wording

BYTES_PER_MB = 1_000_000

LEGEND = (
    "MB: million bytes. B/param: bytes of the file for each unique parameter. error: distance of "
    "the logits from PyTorch's, relative to how much those vary. {same}: of the goldens."
)


def megabytes(size_bytes: int) -> str:
    return f"{size_bytes / BYTES_PER_MB:.2f}"


def wording(manifest: "Manifest") -> "Wording":
    """What things are called in the task of a bundle."""
    from mobilec.tasks.registry import task_of

    return task_of(manifest.task).wording


def legend(manifest: "Manifest") -> str:
    return LEGEND.format(same=wording(manifest).same)


def sizes_table(manifest: "Manifest", seconds: Mapping[str, float]) -> "Table":
    """A row a program. ``seconds``: of its lowering, by format; may lack some."""
    from rich.table import Table

    table = Table("file", "format", "precision", box=None, pad_edge=False)
    for heading in ("MB", "B/param", "error", wording(manifest).same, "seconds"):
        table.add_column(heading, justify="right")
    near = {parity.format: parity for parity in manifest.parity}
    for file in manifest.files:
        table.add_row(
            file.path,
            file.format,
            file.precision,
            megabytes(file.size_bytes),
            f"{file.size_bytes / manifest.unique_parameters:.3f}",
            *_nearness(near.get(file.format)),
            f"{seconds[file.format]:.1f}" if file.format in seconds else "",
        )
    return table


def _nearness(parity: "Parity | None") -> tuple[str, str]:
    if parity is None:
        return "", ""
    return f"{parity.relative:.2g}", f"{parity.agreement:.1%}"
