"""`mobilec bundle` and `mobilec size` as a person calls them. No APK is built here."""

import json
from pathlib import Path

import pytest

from mobilec.android.package import Entry, write_package
from tests.mobilec.android.making import make_bundle
from tests.mobilec.android.tiny_app import write_app
from tests.mobilec.ios.making import app_files, macho
from tests.mobilec.ios.making import write_app as write_ios_app

RECORD = {
    "engines": [
        {
            "engine": "executorch",
            "included": True,
            "runtime": "lib@1",
            "version": "1",
            "origin": "a third-party build",
            "licence": "MIT",
        },
        {"engine": "onnx", "included": False, "reason": "it could not be resolved"},
    ]
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return write_app(tmp_path / "app")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return make_bundle(tmp_path / "tiny")


@pytest.fixture
def apk(tmp_path: Path) -> Path:
    entries = [
        Entry("AndroidManifest.xml", b"<manifest/>", False),
        Entry("assets/runtime.json", json.dumps(RECORD).encode(), True),
        Entry("lib/arm64-v8a/libexecutorch.so", bytes(2_000_000), True),
    ]
    write_package(iter(entries), tmp_path / "out.apk")
    return tmp_path / "out.apk"


def test_bundles_are_placed_and_the_next_step_said(call, app, tiny):
    done = call("bundle", str(tiny), "--app", str(app))
    assert done.exit_code == 0, done.stderr
    assert "executorch, onnx" in done.stdout
    assert "Android Studio" in done.stdout
    assert (
        "executorch: made with runtime 1; the app runs it with org.pytorch:executorch-android:1.4.0"
        in " ".join(done.stdout.split())
    )
    assert (app / "app/src/main/assets/bundles/tiny/model.pte").is_file()


def translator(folder: Path, source: str, target: str) -> str:
    """A bundle that names these languages."""
    manifest = make_bundle(folder / f"{source}-{target}") / "manifest.json"
    document = json.loads(manifest.read_text())
    document["text"] |= {"source_language": source, "target_language": target}
    manifest.write_text(json.dumps(document))
    return str(manifest.parent)


def test_what_the_app_offers_of_translators_is_said(call, app, tiny, tmp_path):
    pairs = [("de", "en"), ("en", "pt"), ("pt", "en")]
    folders = [translator(tmp_path, *pair) for pair in pairs]
    done = call("bundle", str(tiny), *folders, "--app", str(app))
    assert done.exit_code == 0, done.stderr
    offered = done.stdout.partition("The app offers:")[2].split("\n\n")[0]
    assert [line.strip() for line in offered.splitlines() if line.startswith("  ")][:3] == [
        "de to en",
        "en to pt, and back",
        "de to pt through en",
    ]
    alone = call("bundle", str(tiny), folders[0], "--app", str(app))
    assert "The app offers" not in alone.stdout
    document = json.loads(call("bundle", *folders, "--app", str(app), "--json").stdout)
    languages = [(b["source_language"], b["target_language"]) for b in document["bundles"]]
    assert languages == pairs


def test_one_engine_and_one_document(call, app, tiny):
    done = call("bundle", str(tiny), "--app", str(app), "--format", "onnx", "--json")
    document = json.loads(done.stdout)
    assert document["engines"] == ["onnx"]
    assert document["bundles"][0]["formats"] == ["onnx"]
    assert document["built"] is None
    assert [each["engine"] for each in document["versions"]] == ["onnx"]


def test_an_unknown_engine_is_refused(call, app, tiny):
    done = call("bundle", str(tiny), "--app", str(app), "--format", "tflite")
    assert done.exit_code == 2
    assert "'executorch', 'onnx', 'coreml'" in done.stderr
    assert not (app / "app/src/main/assets").exists()


def test_a_bundle_that_changed_is_refused_and_nothing_placed(call, app, tiny):
    (tiny / "tokenizer.json").write_text("changed")
    done = call("bundle", str(tiny), "--app", str(app))
    assert done.exit_code == 1
    assert "tokenizer.json has 7 bytes" in done.stderr
    assert not (app / "app/src/main/assets").exists()


def test_sizes_are_a_table_with_what_runs_in_the_app(call, apk):
    done = call("size", str(apk))
    assert done.exit_code == 0, done.stderr
    (row,) = (line.split() for line in done.stdout.splitlines() if "executorch  " in line)
    assert row[-2:] == ["0.00", "2.00"]
    assert "executorch: lib@1, version 1, MIT; a third-party build" in done.stdout
    assert "onnx: left out, it could not be resolved" in done.stdout


def test_sizes_are_a_document(call, apk):
    document = json.loads(call("size", str(apk), "--json").stdout)
    assert document["abis"][0]["abi"] == "arm64-v8a"
    assert document["runtime"] == RECORD


def test_bundles_for_an_iphone(call, tmp_path):
    (tmp_path / "ios").mkdir()
    (tmp_path / "ios" / "Package.swift").write_text('let executorch = "1.4.1"\n')
    coreml = {"coreml": {"model.mlpackage/Manifest.json": b"{}"}}
    tiny = make_bundle(tmp_path / "tiny", {**coreml, "executorch": {"model.pte": b"pte"}})
    done = call("bundle", str(tiny), "--app", str(tmp_path / "ios"))
    assert done.exit_code == 0, done.stderr
    assert "coreml" in done.stdout
    said = " ".join(done.stdout.split())
    assert "coreml: made with runtime 1; the app runs it with Core ML of the iPhone's own" in said
    assert "executorch: made with runtime 1; the app runs it with ExecuTorch 1.4.1" in said
    assert "mobilec bench --device ios" in done.stdout
    assert (tmp_path / "ios/App/Bundles/tiny/model.mlpackage/Manifest.json").is_file()


def test_an_apk_of_an_app_for_ios_is_refused(call, tmp_path, tiny):
    (tmp_path / "Package.swift").touch()
    done = call("bundle", str(tiny), "--app", str(tmp_path), "--apk", "out.apk")
    assert done.exit_code == 1
    assert "Xcode builds it" in done.stderr


def test_sizes_of_an_app_for_ios(call, tmp_path):
    app = write_ios_app(tmp_path / "Demo.app", app_files(macho(more=bytes(2_000_000))))
    done = call("size", str(app))
    assert done.exit_code == 0, done.stderr
    (row,) = (line.split() for line in done.stdout.splitlines() if line.startswith("code"))
    assert row == ["code", "0.00", "2.00"]
    assert "App Store encrypts the code" in done.stdout
    assert "org.example.demo 1.2: iOS 17.0 or later, signed for development" in done.stdout
    document = json.loads(call("size", str(app), "--json").stdout)
    assert document["abis"][0]["abi"] == "arm64"
