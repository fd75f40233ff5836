"""Sizes: every byte of an app is in one part, in an .app as in an .ipa of it."""

import json
import random
import zipfile
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.ios.size import size
from tests.mobilec.android.making import make_bundle
from tests.mobilec.ios.making import (
    ARM64,
    INFO,
    MACOS,
    SIMULATOR,
    X86_64,
    app_files,
    fat,
    macho,
    write_app,
    write_ipa,
)

NOISE = random.Random(0).randbytes(5000)
"""Deflate cannot make it smaller."""
PROGRAMS = {
    "coreml": {
        "model.mlpackage/Manifest.json": b"{}",
        "model.mlpackage/Data/weights": bytes(900) + NOISE,
    },
    "executorch": {"model.pte": NOISE},
}


def parts(path: Path) -> dict[str, tuple[int, int]]:
    (whole,) = size(path).abis
    return {part.name: (part.download_bytes, part.installed_bytes) for part in whole.parts}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = write_app(tmp_path / "Demo.app", app_files(macho(more=bytes(9000))))
    make_bundle(folder / "Bundles" / "one", PROGRAMS)
    return folder


def test_every_part_by_what_it_is(app):
    found = parts(app)
    assert list(found) == [
        "code",
        "framework: Extra",
        "framework: libswiftCore",
        "extensions",
        "models: coreml",
        "models: executorch",
        "tokenizers",
        "resources",
        "signature",
        "rest",
    ]
    assert found["code"][1] == 9056
    assert found["code"][0] < 200
    assert found["framework: Extra"][1] == 900
    assert found["models: executorch"] == (5000, 5000)
    assert found["models: coreml"][1] == 5902
    assert 5000 < found["models: coreml"][0] < 5100
    assert found["tokenizers"][1] == len("{}")
    assert found["signature"][1] == len("signature") + len("profile")


def test_the_parts_are_the_whole(app):
    found = size(app)
    (whole,) = found.abis
    files = [path for path in app.rglob("*") if path.is_file()]
    assert whole.installed_bytes == sum(path.stat().st_size for path in files) == found.file_bytes
    assert sum(part.installed_bytes for part in whole.parts) == whole.installed_bytes
    assert sum(part.download_bytes for part in whole.parts) == whole.download_bytes
    assert whole.download_bytes < whole.installed_bytes


def test_an_ipa_weighs_what_its_app_weighs(app, tmp_path):
    ipa = write_ipa(tmp_path / "Demo.ipa", app)
    assert parts(ipa) == parts(app)
    assert size(ipa).file_bytes == ipa.stat().st_size


def test_which_build_it_is(app, tmp_path):
    found = size(app)
    assert (found.app_id, found.version) == ("org.example.demo", "1.2")
    assert (found.platform, found.minimum_os, found.signed) == ("iOS", "17.0", True)
    assert found.abis[0].abi == "arm64"
    simulated = fat((ARM64, macho(ARM64, SIMULATOR)), (X86_64, macho(X86_64, SIMULATOR)))
    files = app_files(simulated)
    del files["embedded.mobileprovision"]
    other = size(write_app(tmp_path / "Other.app", files))
    assert (other.platform, other.signed) == ("iOS Simulator", False)
    assert other.abis[0].abi == "arm64, x86_64"


def test_the_document(app):
    document = json.loads(json.dumps(size(app).to_json()))
    assert document["path"] == str(app)
    assert document["abis"][0]["parts"][0]["name"] == "code"


def test_a_link_is_not_counted_twice(app):
    before = parts(app)
    (app / "Again").symlink_to("Demo")
    assert parts(app) == before


def test_an_app_for_a_mac_is_refused(tmp_path):
    folder = write_app(tmp_path / "Mac.app", app_files(macho(ARM64, MACOS)))
    with pytest.raises(Refused, match="an app for macOS"):
        size(folder)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"Demo": b""}, r"it has no Info\.plist"),
        (app_files() | {"Info.plist": b"<plist>"}, r"Info\.plist cannot be read"),
        (app_files(info=INFO | {"CFBundleExecutable": "Gone"}), "names the executable 'Gone'"),
        (app_files(b"#!/bin/sh"), "Demo is no Mach-O file"),
    ],
)
def test_what_is_no_app_is_refused(tmp_path, files, said):
    with pytest.raises(Refused, match=said):
        size(write_app(tmp_path / "Demo.app", files))


def test_what_is_no_ipa_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"Demo\.ipa is not there; Xcode"):
        size(tmp_path / "Demo.ipa")
    (tmp_path / "Text.ipa").write_text("text")
    with pytest.raises(Refused, match="no ZIP archive"):
        size(tmp_path / "Text.ipa")
    with zipfile.ZipFile(tmp_path / "Empty.ipa", "w") as archive:
        archive.writestr("Payload/readme.txt", "no app")
    with pytest.raises(Refused, match=r"one Payload/X\.app is expected, found none"):
        size(tmp_path / "Empty.ipa")
