"""A shortlist from a folder, packed or not."""

import gzip

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.text.shortlist import Shortlist, write_shortlist
from mobilec.checkpoint.sources.marian.shortlist import read_shortlist

WHOLE = write_shortlist(
    Shortlist(1, 2, np.array([0, 2, 3], np.uint64), np.array([1, 4, 2], np.uint32))
)


def test_packed_or_not(tmp_path):
    (tmp_path / "lex.bin").write_bytes(WHOLE)
    (tmp_path / "lex.bin.gz").write_bytes(gzip.compress(WHOLE, mtime=0))
    for name in ("lex.bin", "lex.bin.gz"):
        np.testing.assert_array_equal(read_shortlist(tmp_path / name, 2, 5).allowed([0]), [0, 1, 4])


def test_a_refusal_names_the_file(tmp_path):
    (tmp_path / "lex.bin.gz").write_bytes(gzip.compress(WHOLE[:-1], mtime=0))
    with pytest.raises(Refused, match="lex.bin.gz is 83 bytes long, and its header promises 84"):
        read_shortlist(tmp_path / "lex.bin.gz", 2, 5)
    with pytest.raises(Refused, match="lex.bin cannot be read"):
        read_shortlist(tmp_path / "lex.bin", 2, 5)
