"""Gradle, where it and the Android SDK are: what it is told, and what it left.

It is a stand-in that writes down its words; a real one was not run here."""

import json
import shutil
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android.app import read_app
from mobilec.android.bundle import bundle
from mobilec.android.gradle import GRADLE, find_gradle
from mobilec.apps.options import BundleOptions
from mobilec.fetching.cache import Cache
from tests.mobilec.android.making import make_bundle
from tests.mobilec.android.tiny_app import write_app
from tests.mobilec.fetching.stand_in import put_on_path

APK = b"PK signed by Gradle"
BUILDS = """
project = pathlib.Path(words[words.index("-p") + 1])
out = project / "app" / "build" / "outputs" / "apk" / "release"
out.mkdir(parents=True, exist_ok=True)
shutil.copy(project / "app" / "src" / "main" / "assets" / "runtime.json", project / "seen.json")
(out / "app-release.apk").write_bytes(b"PK signed by Gradle")
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """On a machine with an Android SDK."""
    (tmp_path / "sdk").mkdir()
    monkeypatch.setenv("ANDROID_HOME", str(tmp_path / "sdk"))
    return write_app(tmp_path / "app")


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """With a key in it, so that no JDK is asked for one."""
    folder = tmp_path / "cache" / "key"
    folder.mkdir(parents=True)
    (folder / "debug.keystore").write_text("key")
    return Cache(tmp_path / "cache")


@pytest.fixture(autouse=True)
def no_jdk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mobilec.android.gradle.find_jdk", lambda: None)


def options(tmp_path: Path, app: Path, **others) -> BundleOptions:
    made = make_bundle(tmp_path / "tiny")
    return BundleOptions((made,), app, apk=tmp_path / "out" / "app.apk", **others)


def test_gradle_is_told_engines_abis_and_key(tmp_path, monkeypatch, app, cache):
    said = put_on_path(monkeypatch, tmp_path / "bin", "gradle", BUILDS)
    abis = ("arm64-v8a", "x86_64")
    done = bundle(options(tmp_path, app, abis=abis), cache=cache)
    words = said.read_text().split()
    assert words[:2] == ["-p", str(app)]
    assert words[-1] == ":app:assembleRelease"
    assert "-Pmobilec.engines=executorch,onnx" in words
    assert "-Pmobilec.abis=arm64-v8a,x86_64" in words
    key = cache.folder / "key" / "debug.keystore"
    assert f"-Pandroid.injected.signing.store.file={key}" in words
    assert done.built is not None
    assert (done.built.apk.read_bytes(), done.built.builder) == (APK, GRADLE)


def test_what_runs_in_the_app_is_recorded_for_this_build_alone(tmp_path, monkeypatch, app, cache):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", BUILDS)
    bundle(options(tmp_path, app, engines=("onnx",)), cache=cache)
    (engine,) = json.loads((app / "seen.json").read_text())["engines"]
    assert engine["runtime"] == "com.microsoft.onnxruntime:onnxruntime-android:1.29.0"
    assert not (app / "app/src/main/assets/runtime.json").exists()


def test_the_runtimes_are_those_of_the_apps_own_catalog(tmp_path, monkeypatch, app, cache):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", BUILDS)
    catalog = app / "gradle" / "libs.versions.toml"
    catalog.write_text(catalog.read_text().replace('"1.29.0"', '"1.33.0"'))
    done = bundle(options(tmp_path, app, engines=("onnx",)), cache=cache)
    (engine,) = json.loads((app / "seen.json").read_text())["engines"]
    assert engine["version"] == "1.33.0"
    assert [str(each) for each in done.versions] == [
        "onnx: made with runtime 1; the app runs it with "
        "com.microsoft.onnxruntime:onnxruntime-android:1.33.0"
    ]


def test_a_catalog_that_names_no_runtime_is_refused(tmp_path, monkeypatch, app, cache):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", BUILDS)
    catalog = app / "gradle" / "libs.versions.toml"
    catalog.write_text(catalog.read_text().replace("libraries.onnxruntime-android", "libraries.x"))
    with pytest.raises(Refused, match="names no runtime for onnx"):
        bundle(options(tmp_path, app), cache=cache)
    assert not (app / "app/src/main/assets").exists()


def test_a_failure_ends_with_gradles_last_words(tmp_path, monkeypatch, app, cache):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", "sys.exit('no SDK licence')")
    with pytest.raises(Refused, match="Gradle failed with exit status 1: no SDK licence"):
        bundle(options(tmp_path, app), cache=cache)
    assert not (app / "app/src/main/assets/runtime.json").exists()
    assert not (tmp_path / "out").exists()


def test_an_apk_that_is_not_there_is_noticed(tmp_path, monkeypatch, app, cache):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", "")
    with pytest.raises(Refused, match="one APK in .*release; there is none"):
        bundle(options(tmp_path, app), cache=cache)


def test_the_wrapper_of_the_app_is_taken_before_what_is_installed(tmp_path, monkeypatch, app):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", "")
    assert find_gradle(read_app(app)) == str(tmp_path / "bin" / "gradle")
    shutil.copy(tmp_path / "bin" / "gradle", app / "gradlew")
    assert find_gradle(read_app(app)) == str(app / "gradlew")


@pytest.mark.parametrize("home", ["", "/nowhere"])
def test_without_an_sdk_there_is_no_gradle(tmp_path, monkeypatch, app, home):
    put_on_path(monkeypatch, tmp_path / "bin", "gradle", "")
    monkeypatch.setenv("ANDROID_HOME", home)
    monkeypatch.delenv("ANDROID_SDK_ROOT", raising=False)
    assert find_gradle(read_app(app)) is None
