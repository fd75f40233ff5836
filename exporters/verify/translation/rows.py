"""Gate: rows that a caller looks up in the file's own bytes are the rows of the model's table."""

import numpy as np

from exporters.bundle.translation_golden import Row
from exporters.precision.rules import Precision
from exporters.runtime import RowTable
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject

_STEPS = {Precision.FP32: 6e-6, Precision.FP16: 2**-11}
"""How far a stored number may be off, as a share of the largest of its row: the six digits of the
goldens, of which the last is rounded by up to 5e-6 where the first is 1; 11 bits."""
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
    content = np.memmap(subject.bundle.folder / subject.file.path, np.uint8, "r")
    rows = _handed_in(subject)
    wrong = [fault for row in rows if (fault := _fault(subject, content, row))]
    compared = len(rows)
    message = wrong[0] if wrong else f"{compared} rows at their offsets are those of the model"
    figures = {"tables": len(promised), "rows": compared, "wrong": len(wrong)}
    return Finding("row tables", subject.format, not wrong and compared > 0, message, figures)


def _handed_in(subject: TranslatorSubject) -> list[Row]:
    """The golden rows of the methods that are handed rows."""
    methods = {given.method for table in subject.file.row_tables for given in table.inputs}
    return [row for row in subject.golden.rows if row.method in methods]


def _fault(subject: TranslatorSubject, content: np.ndarray, row: Row) -> str | None:
    """What is wrong with one row; None if nothing is."""
    tables = [t for t in subject.file.row_tables if row.method in {g.method for g in t.inputs}]
    holding = [t for t in tables if t.first <= row.id < t.first + t.rows]
    if len(holding) != 1:
        return f"row {row.id} of {row.method} is in {len(holding)} of its {len(tables)} tables"
    table = holding[0]
    own = numbers(content, table, row.id - table.first)
    if own is None:
        return f"row {row.id} of {table.name} lies outside the file"
    found = np.zeros(max(t.column + t.width for t in tables), np.float32)
    found[table.column : table.column + table.width] = own
    head = np.array(row.head, np.float32)
    allowed = _STEPS.get(subject.precision, _INT8_STEP) * np.abs(found).max()
    part = found[row.column : row.column + len(head)]
    if len(part) < len(head):
        return f"row {row.id} of {table.name} ends before column {row.column + len(head)}"
    off = float(np.abs(part - head).max())
    norm = float(np.linalg.norm(found))
    if off <= allowed and abs(norm - row.norm) <= allowed * table.width**0.5:
        return None
    return (
        f"row {row.id} of {table.name} begins {np.round(part[:3], 4).tolist()} and is {norm:.4g} "
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
