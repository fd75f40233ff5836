"""Sizes: every byte of an APK is in one part, and an ABI pays for its own libraries only."""

import json
import random
import zipfile
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android.package import Entry, asset_entries, write_package
from mobilec.android.size import size
from tests.mobilec.android.making import FOLDERED, make_bundle

NOISE = random.Random(0).randbytes(5000)
"""Deflate cannot make it smaller."""
RECORD = {"schema": 1, "engines": [{"engine": "onnx", "included": False, "reason": "why"}]}


@pytest.fixture
def apk(tmp_path: Path) -> Path:
    make_bundle(tmp_path / "assets" / "bundles" / "one", FOLDERED)
    entries = [
        Entry("AndroidManifest.xml", b"<manifest/>", False),
        Entry("res/layout.xml", b"<layout/>", False),
        Entry("classes.dex", b"dex" * 100, False),
        Entry("assets/runtime.json", json.dumps(RECORD).encode(), True),
        Entry("lib/arm64-v8a/libexecutorch.so", NOISE + bytes(50_000), True),
        Entry("lib/arm64-v8a/libc++_shared.so", bytes(3000), True),
        Entry("lib/x86_64/libexecutorch.so", bytes(9000), True),
        Entry("lib/x86_64/libonnxruntime.so", bytes(1000), True),
        *asset_entries(tmp_path / "assets"),
    ]
    write_package(iter(entries), tmp_path / "app.apk")
    return tmp_path / "app.apk"


def parts(apk: Path, abi: str) -> dict[str, tuple[int, int]]:
    (found,) = (one for one in size(apk).abis if one.abi == abi)
    return {part.name: (part.download_bytes, part.installed_bytes) for part in found.parts}


def test_libraries_are_split_by_engine_and_compressed_to_download(apk):
    arm, intel = parts(apk, "arm64-v8a"), parts(apk, "x86_64")
    download, installed = arm["runtime libraries: executorch"]
    assert installed == 55_000
    assert 5000 < download < 5500
    assert arm["runtime libraries: shared"][1] == 3000
    assert intel["runtime libraries: executorch"][1] == 9000
    assert intel["runtime libraries: onnx"][1] == 1000
    assert "runtime libraries: onnx" not in arm


def test_models_and_tokenizers_are_known_by_the_manifests(apk):
    found = parts(apk, "arm64-v8a")
    assert found["models"] == (len("pte" + "encode" + "weights"),) * 2
    assert found["tokenizers"] == (len("{}"),) * 2


def test_the_parts_are_the_whole(apk):
    found = size(apk)
    others = {"arm64-v8a": 10_000, "x86_64": 58_000}
    for abi in found.abis:
        assert sum(part.installed_bytes for part in abi.parts) == abi.installed_bytes
        assert sum(part.download_bytes for part in abi.parts) == abi.download_bytes
        assert abi.installed_bytes == apk.stat().st_size - others[abi.abi]
    assert found.file_bytes == apk.stat().st_size


def test_bundles_are_copied_whole_and_each_manifest_once_more(apk, tmp_path):
    """As AssetCopyTest.kt holds it of the app."""
    folder = tmp_path / "assets" / "bundles" / "one"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"tokenizer.json", "golden.json", "weights.bin"} <= {path.name for path in files}
    manifest = (folder / "manifest.json").stat().st_size
    expected = sum(path.stat().st_size for path in files) + manifest
    assert [abi.copied_bytes for abi in size(apk).abis] == [expected, expected]


def test_the_document_says_what_runs_in_the_app(apk):
    document = json.loads(json.dumps(size(apk).to_json()))
    assert document["runtime"] == RECORD
    assert document["abis"][0]["parts"][0]["name"] == "runtime libraries: executorch"


def test_an_app_without_native_code_has_one_row(tmp_path):
    write_package(iter([Entry("AndroidManifest.xml", b"<manifest/>", False)]), tmp_path / "a.apk")
    (abi,) = size(tmp_path / "a.apk").abis
    assert abi.download_bytes == abi.installed_bytes == (tmp_path / "a.apk").stat().st_size


def test_what_is_no_apk_is_refused(tmp_path):
    with pytest.raises(Refused, match="is not there; `mobilec bundle"):
        size(tmp_path / "none.apk")
    (tmp_path / "text.apk").write_text("text")
    with pytest.raises(Refused, match="no ZIP archive"):
        size(tmp_path / "text.apk")
    with zipfile.ZipFile(tmp_path / "other.apk", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(Refused, match=r"no AndroidManifest\.xml"):
        size(tmp_path / "other.apk")
