"""An APK's entries: in one order, at fixed times, where the system can map them."""

import struct
import zipfile
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android.apk import open_apk
from mobilec.android.package import (
    PAGE_BYTES,
    Entry,
    asset_entries,
    library_entries,
    refuse_small_pages,
    write_package,
)

ENTRIES = (
    Entry("lib/arm64-v8a/libone.so", b"\x7fELF" + bytes(100), True),
    Entry("AndroidManifest.xml", b"manifest" * 9, False),
    Entry("assets/a.bin", b"12345", True),
    Entry("assets/b.bin", b"1", True),
    Entry("classes.dex", b"dex" * 99, False),
    Entry("lib/arm64-v8a/libtwo.so", b"\x7fELF", True),
    Entry("resources.arsc", b"arsc", True),
)


def elf(alignment: int) -> bytes:
    """A 64-bit library with a note and one loaded segment of this alignment."""
    header = bytearray(64)
    header[:4] = b"\x7fELF"
    struct.pack_into("<Q", header, 32, 64)
    struct.pack_into("<HH", header, 54, 56, 2)
    note = struct.pack("<II6Q", 4, 0, 0, 0, 0, 0, 0, 4)
    return bytes(header) + note + struct.pack("<II6Q", 1, 5, 0, 0, 0, 0, 0, alignment)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write_package(iter(ENTRIES), tmp_path / "app.apk")
    return tmp_path / "app.apk"


def test_stored_content_begins_where_it_can_be_mapped(package):
    contents = {content.name: content for content in open_apk(package).contents}
    for entry in ENTRIES:
        found = contents[entry.name]
        assert found.stored == entry.stored
        if entry.stored:
            step = PAGE_BYTES if entry.name.endswith(".so") else 4
            assert found.offset % step == 0, entry.name
            raw = package.read_bytes()[found.offset : found.offset + found.size_bytes]
            assert raw == entry.content


def test_the_order_of_what_comes_in_changes_nothing(package, tmp_path):
    write_package(reversed(ENTRIES), tmp_path / "again.apk")
    assert (tmp_path / "again.apk").read_bytes() == package.read_bytes()
    names = zipfile.ZipFile(package).namelist()
    assert names[0] == "AndroidManifest.xml"
    assert names[1:] == sorted(names[1:])


def test_any_reader_of_archives_finds_every_byte(package):
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        assert {e.name: e.content for e in ENTRIES} == {
            n: archive.read(n) for n in archive.namelist()
        }


def test_assets_are_stored_and_hidden_ones_left_out(tmp_path):
    (tmp_path / "bundles" / "one").mkdir(parents=True)
    (tmp_path / "bundles" / "one" / "model.pte").write_bytes(b"pte")
    (tmp_path / "bundles" / ".mobilec").touch()
    (tmp_path / ".bundles.7.partial").mkdir()
    (tmp_path / ".bundles.7.partial" / "model.pte").write_bytes(b"half")
    found = list(asset_entries(tmp_path))
    assert found == [Entry("assets/bundles/one/model.pte", b"pte", True)]


def test_libraries_for_large_pages_are_taken(tmp_path):
    (tmp_path / "libone.so").write_bytes(elf(PAGE_BYTES))
    found = list(library_entries({"x86_64": (tmp_path / "libone.so",)}))
    assert [entry.name for entry in found] == ["lib/x86_64/libone.so"]


def test_libraries_for_small_pages_only_are_refused():
    refuse_small_pages(elf(65536), Path("libold.so"))
    with pytest.raises(Refused, match=r"libold\.so is built for pages of 4096 bytes"):
        refuse_small_pages(elf(4096), Path("libold.so"))
