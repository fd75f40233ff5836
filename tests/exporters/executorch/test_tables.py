"""A table is found in a finished file by its content."""

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.executorch import interface
from exporters.executorch.contents import segments
from exporters.executorch.tables import note_places_, sought_tables
from exporters.precision.rules import Precision
from tests.exporters.executorch.conftest import LONGEST, Translate


def test_segments_hold_the_table_and_lie_in_the_file(translate: Translate) -> None:
    made = translate("marian", Precision.INT8)
    (table,) = made.reading.row_tables
    content = np.fromfile(made.path, np.uint8)
    found = segments(content)
    assert (table.offset, 500 * 64) in found
    assert (table.scales_offset, 500 * 4) in found
    assert all(offset + size <= len(content) for offset, size in found)


def test_a_table_that_is_not_there_is_refused(translate: Translate, tmp_path: Path) -> None:
    made = translate("marian", Precision.INT8)
    (sought,) = sought_tables(made.quantized, Precision.INT8)
    rows = sought.rows.copy()
    rows[250, 3] += 1
    copied = Path(copyfile(made.path, tmp_path / "copy.pte"))
    document = interface.describe(made.quantized, LONGEST, tables=1)
    with pytest.raises(Refused, match="model.lm_head does not lie in the .pte .* --standalone"):
        note_places_(copied, document, [replace(sought, rows=rows)])
    assert copied.read_bytes() == made.path.read_bytes()
