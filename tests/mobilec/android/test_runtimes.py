"""The official runtime where it can be had, the pinned third-party build otherwise, and never an
engine that is silently not there. Maven and npm are stand-ins."""

import io
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.android import pins
from mobilec.android.built import Carried
from mobilec.android.runtimes import LeftOut, Runtime, find_runtime
from mobilec.fetching.cache import Cache
from tests.mobilec.fetching.stand_in import maven_on_path, npm_on_path
from tests.mobilec.fetching.test_npm import archive


def aar(library: str) -> bytes:
    """An Android library with classes and native code for one ABI."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo("classes.jar"), library)
        zipped.writestr(zipfile.ZipInfo(f"jni/arm64-v8a/lib{library}.so"), library)
        zipped.writestr(zipfile.ZipInfo("jni/README"), "not a library")
    return content.getvalue()


OFFICIAL, ONNX = aar("executorch"), aar("onnxruntime")
JNI = (aar("fbjni"), b"nativeloader")


def pinned_as(artifact, content: bytes):
    return replace(artifact, sha256=sha256(content).hexdigest())


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What Maven Central has: of the engines nothing yet. npm has the third-party build."""
    folder = tmp_path / "central"
    folder.mkdir()
    jni = tuple(pinned_as(one, content) for one, content in zip(pins.JNI, JNI, strict=True))
    for artifact, content in zip(jni, JNI, strict=True):
        (folder / artifact.file_name).write_bytes(content)
    files = {
        "android/libs/classes.jar": b"second",
        "third-party/android/libs/executorch/arm64-v8a/libexecutorch.so": b"second",
    }
    second = archive(folder / "react-native-executorch-0.9.3.tgz", files).read_bytes()
    monkeypatch.setattr(pins, "JNI", jni)
    monkeypatch.setattr(pins, "EXECUTORCH", pinned_as(pins.EXECUTORCH, OFFICIAL))
    monkeypatch.setattr(pins, "EXECUTORCH_SECOND", pinned_as(pins.EXECUTORCH_SECOND, second))
    monkeypatch.setattr(pins, "ONNXRUNTIME", pinned_as(pins.ONNXRUNTIME, ONNX))
    maven_on_path(monkeypatch, tmp_path / "bin", folder)
    npm_on_path(monkeypatch, tmp_path / "bin", folder)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def found(engine: str, cache: Cache) -> Runtime:
    runtime = find_runtime(engine, cache, Silent())
    assert isinstance(runtime, Runtime)
    return runtime


def test_the_official_library_comes_first(repository, cache):
    (repository / pins.EXECUTORCH.file_name).write_bytes(OFFICIAL)
    runtime = found("executorch", cache)
    assert (runtime.version, runtime.origin) == (pins.EXECUTORCH.version, "the official build")
    assert [jar.name for jar in runtime.classes] == [
        "executorch-android.jar",
        "fbjni.jar",
        "nativeloader.jar",
    ]
    assert [so.name for so in runtime.libraries("arm64-v8a")] == ["libexecutorch.so", "libfbjni.so"]
    assert not runtime.libraries("x86_64")


def test_where_it_is_not_there_the_third_party_build_says_so(repository, cache):
    runtime = found("executorch", cache)
    assert runtime.name == "react-native-executorch@0.9.3"
    assert "third-party" in runtime.origin
    assert f"{pins.EXECUTORCH.coordinate} could not be resolved" in runtime.origin
    assert [jar.name for jar in runtime.classes] == [
        "executorch.jar",
        "fbjni.jar",
        "nativeloader.jar",
    ]
    (library, _) = runtime.libraries("arm64-v8a")
    assert library.read_bytes() == b"second"
    assert runtime.operators is not None


def test_a_changed_official_library_is_refused_and_not_replaced_by_another(repository, cache):
    (repository / pins.EXECUTORCH.file_name).write_bytes(OFFICIAL + b"more")
    with pytest.raises(Refused, match=f"{pins.EXECUTORCH.coordinate} as Maven fetched it"):
        find_runtime("executorch", cache, Silent())
    assert not list(cache.folder.glob("[!.]*"))


def test_a_changed_third_party_build_is_refused(repository, cache):
    file = repository / "react-native-executorch-0.9.3.tgz"
    file.write_bytes(file.read_bytes() + b"more")
    with pytest.raises(Refused, match=r"react-native-executorch@0\.9\.3 as npm fetched it"):
        find_runtime("executorch", cache, Silent())


def test_onnx_runtime_is_left_out_with_its_reason(repository, cache):
    left = find_runtime("onnx", cache, Silent())
    assert isinstance(left, LeftOut)
    assert "onnxruntime-android:1.29.0 could not be resolved" in left.reason
    assert Carried.of(left).to_json() == {
        "engine": "onnx",
        "included": False,
        "reason": left.reason,
    }


def test_onnx_runtime_is_there_where_it_can_be_had(repository, cache):
    (repository / pins.ONNXRUNTIME.file_name).write_bytes(ONNX)
    said = Carried.of(found("onnx", cache)).to_json()
    assert said["included"]
    assert (said["version"], said["licence"]) == ("1.29.0", "MIT")


def test_what_was_fetched_once_is_not_fetched_again(repository, cache, tmp_path):
    first = found("executorch", cache)
    asked = (tmp_path / "bin" / "mvn.words").read_text()
    for file in repository.iterdir():
        file.unlink()
    assert found("executorch", cache) == first
    assert (tmp_path / "bin" / "mvn.words").read_text() == asked
