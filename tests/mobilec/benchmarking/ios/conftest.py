"""A bundle of a few bytes for iOS, and a Mac with an iPhone whose programs replay answers."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mobilec.benchmarking.run import Plan
from tests.mobilec.android.making import make_bundle
from tests.mobilec.benchmarking.ios.standin.phone import Mac, State
from tests.mobilec.benchmarking.making import measurand, run
from tests.mobilec.ios.making import INFO, app_files, write_app

Made = Callable[..., Mac]

PROGRAMS = {
    "coreml": {"model.mlpackage/Manifest.json": b"{}"},
    "executorch": {"model.pte": b"pte"},
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return make_bundle(tmp_path / "tiny", PROGRAMS)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """As Xcode and mobilec find it."""
    (tmp_path / "ios" / "MobilecDemo.xcodeproj").mkdir(parents=True)
    (tmp_path / "ios" / "project.yml").write_text("name: MobilecDemo\n")
    return tmp_path / "ios"


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Makes one, and puts its programs onto the PATH; the cache is its own."""

    def made(built_id: str = "dev.mobilec.demo", **state: object) -> Mac:
        files = app_files(info=INFO | {"CFBundleIdentifier": built_id})
        built = write_app(tmp_path / "built" / "MobilecDemo.app", files)
        state.setdefault("document", document())
        known = State(built=str(built), built_id=built_id, **state)  # type: ignore[arg-type]
        found = Mac(tmp_path / "mac", known)
        monkeypatch.setenv("PATH", f"{found.bin}:/usr/bin:/bin")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        return found

    return made


def document(**changes: object) -> dict[str, object]:
    """What the app writes about Core ML on an iPhone."""
    phone = replace(run().device, os="iOS", manufacturer="Apple", name="iPhone 15 Pro", abi="arm64")
    plan = Plan(neural_engine=0.9, gpu=0.0, cpu=0.1, operators=310)
    variant = measurand("coreml", file="model.mlpackage", compute_units="all", plan=plan)
    found = run(runner="swift", device=phone, variant=replace(variant, delegated=None), **changes)
    return found.to_json()
