"""Arrays of an archive, each held against its bytes before it is one."""

import io
import zipfile

import numpy as np
import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.npz import names_in, read_npz
from mobilec.checkpoint.sources.marian.stored import FLOAT16, FLOAT32, TEXT
from tests import marian_files as made


def npy(array, **options) -> bytes:
    opened = io.BytesIO()
    np.save(opened, array, **options)
    return opened.getvalue()


def header(text: str, data: bytes = b"") -> bytes:
    raw = text.encode().ljust(118) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(raw).to_bytes(2, "little") + raw + data


def read(path):
    return read_npz(path, memoryview(path.read_bytes()))


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays(tmp_path, save):
    floats, halves = np.arange(6, dtype="<f4").reshape(2, 3), np.array([1.5, 2], "<f2")
    save(tmp_path / "m.npz", a=floats, b=halves, c=np.array(b"x\0y"), d=np.array([1, 0], "|i1"))
    found = {item.name: item for item in read(tmp_path / "m.npz")}
    assert {name: (item.kind, item.shape) for name, item in found.items()} == {
        "a": (FLOAT32, (2, 3)),
        "b": (FLOAT16, (1, 2)),
        "c": (TEXT, ()),
        "d": (TEXT, (1, 2)),
    }
    assert bytes(found["a"].data) == floats.tobytes() and bytes(found["c"].data) == b"x\0y"


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.ones((2, 2), "<f8"), "holds a as float64; a model's arrays are float32 or float16"),
        (np.ones((2, 2), ">f4"), "holds a as float32"),
        (np.ones((2, 2), "<i4"), "holds a as int32"),
        (np.array(["text"]), "holds a as str"),
        (np.zeros(3, [("x", "<f4")]), "holds a as void"),
        (np.asfortranarray(np.ones((2, 3), "<f4")), "holds a column by column"),
        (np.ones((0, 3), "<f4"), r"a .float32, \[0, 3\]. takes 0 bytes"),
        (np.ones((1,) * 9, "<f4"), "is damaged: a "),
    ],
)
def test_other_arrays(tmp_path, array, reason):
    made.rezipped(tmp_path / "m.npz", [("a.npy", npy(array))])
    with pytest.raises(Refused, match=f"m.npz .*{reason}"):
        read(tmp_path / "m.npz")


class Runs:
    """What a pickle can do when it is read."""

    def __reduce__(self):
        return pytest.fail, ("it was unpickled",)


def test_objects_are_never_made(tmp_path):
    pickled = npy(np.array([Runs()], object), allow_pickle=True)
    made.rezipped(tmp_path / "m.npz", [("a.npy", pickled)])
    with pytest.raises(Refused, match="m.npz holds a as object"):
        read(tmp_path / "m.npz")


@pytest.mark.parametrize(
    "whole",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x09\x00" + bytes(20),
        header("no dictionary"),
        header("{'descr': '<f4', 'fortran_order': False}"),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3), }", bytes(24)),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", bytes(23)),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", bytes(25)),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (1 << 40,), }", bytes(24)),
        header(f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({1 << 60},), }}", bytes(4)),
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (2.0, 3), }", bytes(24)),
        header("{'descr': '<f4,<f4', 'fortran_order': False, 'shape': (3,), }", bytes(24)),
        header("{'descr': '" + "(" * 900 + "', 'fortran_order': False, 'shape': (3,), }"),
        header("(" * 1000),
        header("-" * 1000 + "1"),
        header("[" * 5000),
    ],
)
def test_headers_that_say_something_else(tmp_path, whole):
    made.rezipped(tmp_path / "m.npz", [("a.npy", whole)])
    with pytest.raises(Refused, match="m.npz (is damaged: a |holds a as )"):
        read(tmp_path / "m.npz")


def test_what_swells(tmp_path):
    zeros = npy(np.zeros(5 << 20, "<f4"))
    made.rezipped(tmp_path / "m.npz", [("a.npy", zeros)], zipfile.ZIP_DEFLATED)
    with pytest.raises(Refused, match="m.npz is cut off or no model: 20,971,648 bytes would come"):
        read(tmp_path / "m.npz")


def test_members_that_are_no_arrays_or_come_twice(tmp_path):
    one = npy(np.ones(2, "<f4"))
    made.rezipped(tmp_path / "m.npz", [("a.npy", one), ("readme.txt", b"read me")])
    with pytest.raises(Refused, match="m.npz holds readme.txt, which is no array"):
        read(tmp_path / "m.npz")
    with pytest.warns(UserWarning, match="Duplicate name"):
        made.rezipped(tmp_path / "m.npz", [("a.npy", one), ("a.npy", one)])
    with pytest.raises(Refused, match="m.npz has two arrays of the name a.npy"):
        read(tmp_path / "m.npz")
    made.rezipped(tmp_path / "m.npz", [("a.npy", one)], zipfile.ZIP_BZIP2)
    with pytest.raises(Refused, match="m.npz packs a.npy by method 12"):
        read(tmp_path / "m.npz")


def test_an_archive_that_is_cut_off(tmp_path):
    whole = made.write_npz(tmp_path / "m.npz", {"a": np.ones(9)}, "a: 1").read_bytes()
    for end in range(4, len(whole)):
        (tmp_path / "m.npz").write_bytes(whole[:end])
        with pytest.raises(Refused, match="m.npz is no whole archive of arrays"):
            read(tmp_path / "m.npz")


def test_names_by_the_table_alone(tmp_path):
    made.write_npz(tmp_path / "m.npz", {"a": np.ones(9)}, "a: 1")
    assert names_in(tmp_path / "m.npz") == {"a", made.OPTIONS}
    (tmp_path / "m.npz").write_bytes((tmp_path / "m.npz").read_bytes()[:-1])
    assert names_in(tmp_path / "m.npz") is None
