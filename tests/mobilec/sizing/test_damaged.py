"""Damaged apps, and apps of others: measured or refused by name, never a defect."""

import random
import struct
import zipfile
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.sizing.size import size
from tests.mobilec.ios.making import app_files, fat, macho, write_app, write_ipa

FOREIGN = b'{"files": 7, "texts": [{"path": 1}], "engine": "of a game"}'


@pytest.fixture(params=["apk", "ipa"])
def app(request, tmp_path: Path) -> Path:
    path = tmp_path / f"app.{request.param}"
    if request.param == "ipa":
        files = app_files() | {"bundles/x/manifest.json": FOREIGN}
        return write_ipa(path, write_app(tmp_path / "Demo.app", files))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("AndroidManifest.xml", b"<manifest/>" * 20)
        made.writestr("lib/arm64-v8a/libonnxruntime.so", random.Random(0).randbytes(3000))
        made.writestr("assets/bundles/x/manifest.json", FOREIGN)
        made.writestr("assets/bundles/y/manifest.json", b"[" * 5000)
        made.writestr("assets/bundles/z/manifest.json", b"\xff")
    return path


def test_files_of_other_apps_under_our_names_are_no_obstacle(app: Path) -> None:
    (abi,) = size(app).abis
    assert "models" not in {part.name for part in abi.parts if part.installed_bytes}


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bits_are_refused_by_name_or_do_not_matter(app: Path, seed: int) -> None:
    chance, whole = random.Random(seed), bytearray(app.read_bytes())
    for _ in range(3):
        at = chance.randrange(len(whole))
        whole[at] ^= 1 << chance.randrange(8)
    app.write_bytes(whole)
    try:
        assert size(app).file_bytes == len(whole)
    except Refused as refused:
        assert app.name in str(refused) or "Mach-O" in str(refused)


@pytest.mark.parametrize(
    "executable",
    [
        *(macho()[:length] for length in (0, 1, 4, 31, 33, 50)),
        fat(),
        fat((0x0100000C, macho()))[:40],
        struct.pack(">2I", 0xCAFEBABE, 2**31),
        macho()[:16] + struct.pack("<2I", 2**31, 24) + macho()[24:],
        macho()[:36] + struct.pack("<I", 0) + macho()[40:],
    ],
)
def test_an_executable_that_is_none(tmp_path: Path, executable: bytes) -> None:
    folder = write_app(tmp_path / "Demo.app", app_files(executable))
    with pytest.raises(Refused, match="Demo is (no Mach-O file|a Mach-O file for no processor)"):
        size(folder)


def test_a_file_where_a_folder_is_expected(tmp_path: Path) -> None:
    files = app_files()
    files = {n: c for n, c in files.items() if not n.startswith("Frameworks")} | {
        "Frameworks": b"1"
    }
    assert size(write_app(tmp_path / "Demo.app", files)).abis


def test_a_record_that_is_none_is_named(tmp_path: Path) -> None:
    for content in (b"{", b"[]", b"[" * 10_000):
        with zipfile.ZipFile(tmp_path / "a.apk", "w") as made:
            made.writestr("AndroidManifest.xml", b"")
            made.writestr("assets/runtime.json", content)
        with pytest.raises(Refused, match="assets/runtime.json of .*a.apk .*build it again"):
            size(tmp_path / "a.apk")
