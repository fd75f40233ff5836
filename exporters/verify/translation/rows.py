"""Gate: rows that a caller looks up in the file's own bytes are the rows of the model's table."""

import numpy as np

from exporters.backend import RowTable
from exporters.bundle.translation_golden import Row
from exporters.precision.rules import Precision
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject

_STEPS = {Precision.FP32: 2**-18, Precision.FP16: 2**-11}
"""How far a stored number may be off, as a share of the largest of its row: the six digits of the
goldens; 11 bits."""
_INT8_STEP = 1 / 127
"""Half a step is right; another is for rows whose largest number is not in what goldens keep."""


def check(subject: TranslatorSubject) -> Finding:
    """Offsets of the manifest are those of the file, and the bytes there are the right numbers."""
    promised, stored = subject.file.row_tables, subject.reading.row_tables
    if promised != stored:
        message = f"the file has the tables {stored}, the manifest promises {promised}"
        return Finding("row tables", subject.format, False, message)
    if not promised:
        message = "the file looks all rows up itself"
        return Finding("row tables", subject.format, True, message, {"tables": 0})
    wrong = [fault for table in promised for fault in _faults(subject, table)]
    compared = sum(len(_of(subject, table)) for table in promised)
    message = wrong[0] if wrong else f"{compared} rows at their offsets are those of the model"
    figures = {"tables": len(promised), "rows": compared, "wrong": len(wrong)}
    return Finding("row tables", subject.format, not wrong and compared > 0, message, figures)


def _of(subject: TranslatorSubject, table: RowTable) -> list[Row]:
    """The golden rows of the methods that are handed rows of this table."""
    methods = {taken.method for taken in table.inputs}
    return [row for row in subject.golden.rows if row.method in methods]


def _faults(subject: TranslatorSubject, table: RowTable) -> list[str]:
    path = subject.bundle.folder / subject.file.path
    content = np.memmap(path, np.uint8, "r")
    return [fault for row in _of(subject, table) if (fault := _fault(subject, content, table, row))]


def _fault(
    subject: TranslatorSubject, content: np.ndarray, table: RowTable, row: Row
) -> str | None:
    """What is wrong with one row; None if nothing is."""
    found = numbers(content, table, row.id)
    if found is None:
        return f"row {row.id} of {table.name} lies outside the file"
    head = np.array(row.head, np.float32)
    allowed = _STEPS.get(subject.precision, _INT8_STEP) * np.abs(found).max()
    off = float(np.abs(found[: len(head)] - head).max())
    norm = float(np.linalg.norm(found))
    if off <= allowed and abs(norm - row.norm) <= allowed * len(found) ** 0.5:
        return None
    return (
        f"row {row.id} of {table.name} begins {np.round(found[:3], 4).tolist()} and is {norm:.4g} "
        f"long; the model's begins {np.round(head[:3], 4).tolist()} and is {row.norm:.4g} long"
    )


def numbers(content: np.ndarray, table: RowTable, row: int) -> np.ndarray | None:
    """Row ``row`` in float32 from the bytes of a file, as ``RowTable`` describes; None outside."""
    dtype = np.dtype(table.dtype)
    size = table.width * dtype.itemsize
    start = table.offset + row * size
    if not 0 <= row < table.rows or start + size > len(content):
        return None
    values = content[start : start + size].view(dtype).astype(np.float32)
    if table.scales_offset is None:
        return values
    at = table.scales_offset + 4 * row
    if at + 4 > len(content):
        return None
    return values * content[at : at + 4].view(np.float32)
