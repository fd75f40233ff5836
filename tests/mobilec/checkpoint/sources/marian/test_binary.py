"""The layout of version 1, and every number in it that its bytes do not bear out."""

import struct

import numpy as np
import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.binary import read_binary
from mobilec.checkpoint.sources.marian.stored import FLOAT32, INTGEMM8, TEXT
from tests import marian_files as made

ITEMS = [
    made.float_item("abc", np.arange(6.0).reshape(2, 3)),
    made.intgemm_item("de", np.arange(1.0, 9.0).reshape(4, 2)),
    made.options_item("type: transformer"),
]
HEADER_BYTES, COUNTS_BYTES = 32, 16


def read(path, whole):
    return read_binary(path / "m.bin", memoryview(whole))


def with_number(item: int, column: int, number: int) -> bytes:
    """One of an item's four: bytes of name, type, dimensions, bytes of data."""
    whole = bytearray(made.binary(ITEMS))
    struct.pack_into("<Q", whole, COUNTS_BYTES + HEADER_BYTES * item + 8 * column, number)
    return bytes(whole)


def test_items_come_in_their_order_without_what_fills_them_up(tmp_path):
    found = read(tmp_path, made.binary(ITEMS))
    assert [(i.name, i.kind, i.shape) for i in found] == [
        ("abc", FLOAT32, (2, 3)),
        ("de", INTGEMM8, (4, 2)),
        (made.OPTIONS, TEXT, (18,)),
    ]
    assert [bytes(i.data) for i in found] == [data for *_, data in ITEMS]


def test_data_that_is_not_filled_up(tmp_path):
    """Marian before 1.10 filled up no text."""
    whole = bytearray(made.binary(ITEMS)[: -256 + 18])
    struct.pack_into("<Q", whole, COUNTS_BYTES + HEADER_BYTES * 2 + 24, 18)
    assert bytes(read(tmp_path, whole)[2].data) == ITEMS[2][3]


def test_every_cut_is_refused(tmp_path):
    whole = made.binary(ITEMS)
    for end in range(len(whole)):
        with pytest.raises(Refused, match="m.bin is (cut off|damaged)"):
            read(tmp_path, whole[:end])


def test_bytes_after_the_last_item(tmp_path):
    with pytest.raises(Refused, match="m.bin has 3 bytes after its last item"):
        read(tmp_path, made.binary(ITEMS) + b"abc")


@pytest.mark.parametrize(
    ("item", "column", "number", "reason"),
    [
        *[(0, 0, n, "a name in it would have") for n in (0, 1, 1025, 1 << 40, (1 << 64) - 1)],
        *[(0, 0, n, "does not end with its only NUL") for n in (3, 5, 9)],
        (0, 1, 0x1801, "holds abc as packed8avx2, laid out for one kind of processor"),
        (0, 1, 0x13001, "holds abc as intgemm8avx512vnni"),
        (0, 1, 0x0204, "holds abc as uint32, where models have floats"),
        (0, 1, 0xBEEF, "holds abc as type 0xbeef"),
        *[(0, 2, n, "abc in it would have .* dimensions") for n in (0, 9, 1 << 40, (1 << 64) - 1)],
        *[(0, 3, n, "abc .* takes 24 bytes") for n in (0, 23, 280, 1 << 31, (1 << 64) - 1)],
        *[(1, 3, n, "de .* takes 12 bytes") for n in (8, 11, 268)],
    ],
)
def test_numbers_that_are_not_borne_out(tmp_path, item, column, number, reason):
    with pytest.raises(Refused, match=f"m.bin .*{reason}"):
        read(tmp_path, with_number(item, column, number))


@pytest.mark.parametrize("count", [4, 65_536, 65_537, 1 << 40, (1 << 64) - 1])
def test_more_items_than_are_there(tmp_path, count):
    whole = bytearray(made.binary(ITEMS))
    struct.pack_into("<Q", whole, 8, count)
    with pytest.raises(Refused, match="m.bin (is cut off|is damaged|says that it has .* items)"):
        read(tmp_path, whole)


@pytest.mark.parametrize("shape", [(-2, -300), (0, 6), (1 << 30, 1 << 30), (-(1 << 31), 2), (2, 2)])
def test_shapes_that_are_not_those_of_the_data(tmp_path, shape):
    name, code, _, data = made.float_item("abc", np.arange(600.0).reshape(2, 300))
    with pytest.raises(Refused, match="m.bin is damaged: abc "):
        read(tmp_path, made.binary([(name, code, shape, data)]))


@pytest.mark.parametrize("free", [1 << 20, (1 << 64) - 1])
def test_free_bytes_beyond_the_end(tmp_path, free):
    whole = bytearray(made.binary([]))
    struct.pack_into("<Q", whole, COUNTS_BYTES, free)
    with pytest.raises(Refused, match="m.bin is cut off or damaged: what is left free would take"):
        read(tmp_path, whole)


def test_a_name_twice(tmp_path):
    with pytest.raises(Refused, match="m.bin has two items of the name abc"):
        read(tmp_path, made.binary([ITEMS[0], ITEMS[0]]))


def test_a_name_that_is_no_text(tmp_path):
    whole = made.binary(ITEMS).replace(b"abc\0", b"a\xffc\0")
    with pytest.raises(Refused, match="is no UTF-8"):
        read(tmp_path, whole)
