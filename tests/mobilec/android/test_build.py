"""APKs are built without the Android SDK and opened again.

Needs a JDK, and Maven, npm and Debian's apt or what they once fetched; otherwise the reason is
printed."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from exporters.bundle.manifest import Tool, read_manifest
from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.android.apk import LIBRARIES, open_apk
from mobilec.android.bundle import BundleResult, bundle
from mobilec.android.package import alignment
from mobilec.android.size import size
from mobilec.android.toolchain import Toolchain, default_cache, find_toolchain
from mobilec.apps.options import BundleOptions
from tests.bundles import bundles
from tests.mobilec.android.dex import classes
from tests.mobilec.android.making import make_bundle
from tests.mobilec.android.tiny_app import write_app

ROOT = Path(__file__).parents[3]
DEMO_CLASSES = {
    "dev.mobilec.app.MainActivity",
    "dev.mobilec.app.BenchmarkActivity",
    "dev.mobilec.engine.executorch.ExecutorchEngine",
    "org.pytorch.executorch.Module",
}
pytestmark = pytest.mark.apk
BOTH = ("arm64-v8a", "x86_64")
DOWNLOAD_BYTES = 20_000_000
"""What the translator with its model may cost to download."""


@pytest.fixture(scope="module")
def tools() -> Toolchain:
    try:
        return find_toolchain(default_cache(), Silent())
    except Refused as reason:
        pytest.skip(f"no APK can be built here: {reason}")


@pytest.fixture(scope="module")
def machine() -> Iterator[pytest.MonkeyPatch]:
    """A clone at one commit, on a machine without the Android SDK. The programs of made bundles are
    none, so no operators are asked of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("ANDROID_HOME", raising=False)
        patch.delenv("ANDROID_SDK_ROOT", raising=False)
        patch.setattr("mobilec.android.build.tool", lambda: Tool("0.1.0", "c0ffee"))
        patch.setattr("mobilec.android.bundle.refuse_unknown_operators", lambda *_: None)
        yield patch


@pytest.fixture(scope="module")
def twice(
    tools: Toolchain, machine: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> tuple[BundleResult, BundleResult, Path]:
    """The tiny app built two times, and the bundle in it."""
    folder = tmp_path_factory.mktemp("twice")
    app, one = write_app(folder / "app"), make_bundle(folder / "one")
    first, second = (
        bundle(BundleOptions((one,), app, folder / f"{n}.apk", BOTH, ("executorch",)))
        for n in range(2)
    )
    return first, second, one


def test_the_same_input_gives_the_same_bytes(twice):
    first, second, _ = twice
    assert first.built.sha256 == second.built.sha256
    assert first.built.apk.read_bytes() == second.built.apk.read_bytes()


def test_a_built_apk_is_whole(twice, tools):
    done, _, one = twice
    _check(done, (one,), tools)
    _check_badging(tools, done, "org.example.tiny", "Tiny", 35)
    defined = set(_classes(done.built.apk))
    assert {"org.example.app.Main", "org.example.engine.Runs"} <= defined
    assert "org.example.core.NobodyCallsThis" not in defined
    with zipfile.ZipFile(done.built.apk) as archive:
        assert archive.read("assets/commit.txt") == b"c0ffee\n"


def test_an_apk_that_was_changed_does_not_verify(twice, tools, tmp_path):
    done, _, _ = twice
    content = bytearray(done.built.apk.read_bytes())
    (program,) = (c for c in open_apk(done.built.apk).contents if c.name.endswith(".pte"))
    content[program.offset] ^= 1
    (tmp_path / "changed.apk").write_bytes(content)
    with pytest.raises(Refused, match="DOES NOT VERIFY"):
        tools.apksigner("verify", str(tmp_path / "changed.apk"))


def test_the_shipped_app_with_the_shipped_translator(tools, machine, tmp_path):
    app = _copied_app(tmp_path / "android_demo")
    given = (bundles("phone") / "translation",)
    done = bundle(BundleOptions(given, app, tmp_path / "demo.apk", engines=("executorch",)))
    _check(done, given, tools)
    _check_badging(tools, done, "dev.mobilec.demo", "mobilec", 36)
    assert set(_classes(tmp_path / "demo.apk")) >= DEMO_CLASSES
    (abi,) = size(tmp_path / "demo.apk").abis
    assert abi.download_bytes <= DOWNLOAD_BYTES


def test_an_app_that_does_not_compile_is_refused(tools, machine, tmp_path):
    app = write_app(tmp_path / "app")
    (app / "app/src/main/kotlin/org/example/app/Bad.kt").write_text("class Bad : Nowhere()")
    options = BundleOptions((make_bundle(tmp_path / "one"),), app, tmp_path / "out.apk")
    with pytest.raises(Refused, match="Kotlin's compiler failed(.|\n)*Nowhere"):
        bundle(options)
    assert not list(tmp_path.glob("*.apk"))


def _check(done: BundleResult, given: tuple[Path, ...], tools: Toolchain) -> None:
    """Signature, alignment, assets and libraries of a finished APK."""
    assert done.built is not None
    path = done.built.apk
    said = tools.apksigner("verify", "--verbose", "--min-sdk-version", "26", str(path))
    assert re.search(r"v2 scheme.*: true", said)
    assert re.search(r"v3 scheme.*: true", said)
    apk = open_apk(path)
    stored = [content for content in apk.contents if content.stored]
    assert not [c.name for c in stored if c.offset % alignment(c.name)]
    kept = [c for c in apk.contents if c.part == LIBRARIES or c.name.startswith("assets/")]
    assert not [content.name for content in kept if not content.stored]
    assert apk.abis == done.built.abis
    assert [engine["engine"] for engine in apk.record["engines"]] == ["executorch"]
    for folder in given:
        _check_assets(path, folder)


def _check_assets(path: Path, folder: Path) -> None:
    """Every file of the bundle that the manifest in the APK lists is there, byte for byte."""
    inside = f"assets/bundles/{folder.name}/"
    with zipfile.ZipFile(path) as archive:
        names = {n.removeprefix(inside) for n in archive.namelist() if n.startswith(inside)}
        for name in names - {"manifest.json"}:
            assert archive.read(inside + name) == (folder / name).read_bytes(), name
    listed = {f.path for f in read_manifest(folder).listed() if not f.path.endswith(".onnx")}
    assert names == {*listed, "manifest.json"}


def _check_badging(
    tools: Toolchain, done: BundleResult, package: str, label: str, target: int
) -> None:
    assert done.built is not None
    said = tools.aapt2("dump", "badging", str(done.built.apk))
    assert f"package: name='{package}'" in said
    assert "sdkVersion:'26'" in said
    assert f"targetSdkVersion:'{target}'" in said
    assert f"application-label:'{label}'" in said
    assert "application-debuggable" not in said


def _classes(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".dex"):
                yield from classes(archive.read(name))


def _copied_app(folder: Path) -> Path:
    """The project without what was built in it, so that the clone stays as it is."""
    left = shutil.ignore_patterns("target", ".gradle", "assets")
    return shutil.copytree(ROOT / "android_demo", folder, ignore=left)
