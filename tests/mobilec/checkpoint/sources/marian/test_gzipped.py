"""A packed file gives what it says, all of it and no more."""

import gzip

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian import gzipped
from mobilec.checkpoint.sources.marian.gzipped import check_swelling, first_bytes, read_bytes

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def file(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(CONTENT, mtime=0))
    return tmp_path / "a.gz"


def test_plain_and_packed_files_give_the_same(file, monkeypatch):
    (file.parent / "a").write_bytes(CONTENT)
    assert read_bytes(file) == read_bytes(file.parent / "a") == CONTENT
    monkeypatch.setattr(gzipped, "_CHUNK_BYTES", 7)
    assert read_bytes(file) == CONTENT


def test_an_empty_content_is_one(file):
    file.write_bytes(gzip.compress(b"", mtime=0))
    assert read_bytes(file) == b""


@pytest.mark.parametrize("end", [10, 17, 18, 40, -9, -8, -1])
def test_cut_off(file, end):
    file.write_bytes(file.read_bytes()[:end])
    with pytest.raises(Refused, match="a.gz is cut off.*download it again"):
        read_bytes(file)


def test_cut_off_in_the_data_where_the_last_bytes_say_something_possible(file):
    file.write_bytes(file.read_bytes()[:-30] + (len(CONTENT) + 5).to_bytes(4, "little"))
    with pytest.raises(Refused, match="a.gz is (cut off|damaged)"):
        read_bytes(file)


@pytest.mark.parametrize("follows", [b"\0", b"more", gzip.compress(b"more", mtime=0)])
def test_something_after_it(file, follows):
    file.write_bytes(file.read_bytes() + follows)
    with pytest.raises(Refused, match="a.gz is cut off or (something|no model)"):
        read_bytes(file)


def test_something_after_it_that_ends_as_it_does(file):
    whole = file.read_bytes()
    file.write_bytes(whole + whole[-4:])
    with pytest.raises(Refused, match="something follows it"):
        read_bytes(file)


@pytest.mark.parametrize("at", [30, -6])
def test_damaged(file, at):
    whole = bytearray(file.read_bytes())
    whole[at] ^= 0xFF
    file.write_bytes(bytes(whole))
    with pytest.raises(Refused, match="a.gz is damaged .*download it again"):
        read_bytes(file)


def test_what_swells_is_refused_by_what_it_says(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(17 << 20)))
    with pytest.raises(Refused, match="17,825,792 bytes would come out of its 1.,..., and weights"):
        read_bytes(tmp_path / "a.gz")


def test_what_swells_and_lies_is_left_at_what_it_says(tmp_path):
    packed = gzip.compress(bytes(40 << 20))
    (tmp_path / "a.gz").write_bytes(packed[:-4] + (1000).to_bytes(4, "little"))
    with pytest.raises(Refused, match="its last bytes say that 1,000 come out"):
        read_bytes(tmp_path / "a.gz")


def test_small_files_may_swell(tmp_path):
    check_swelling(tmp_path, 10, 16 << 20)
    check_swelling(tmp_path, 1 << 20, 100 << 20)
    with pytest.raises(Refused):
        check_swelling(tmp_path, 1 << 20, (100 << 20) + 1)


def test_the_first_bytes(file):
    assert first_bytes(file, 8) == CONTENT[:8]
    (file.parent / "a").write_bytes(CONTENT)
    assert first_bytes(file.parent / "a", 8) == CONTENT[:8]
    assert first_bytes(file.parent / "absent", 8) == b""
    file.write_bytes(b"\x1f\x8b no gzip")
    assert first_bytes(file, 8) == b""
