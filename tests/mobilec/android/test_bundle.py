"""Which engines an app gets, and what happens before anything is written. The tools that build are
stand-ins: test_build.py has the real ones."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android import bundle as module
from mobilec.android.bundle import BundleResult, bundle
from mobilec.android.runtimes import LeftOut, Runtime
from mobilec.apps.options import BundleOptions
from mobilec.fetching.cache import Cache
from tests.mobilec.android.making import PROGRAMS, make_bundle
from tests.mobilec.android.tiny_app import write_app


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return write_app(tmp_path / "app")


@pytest.fixture
def had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Engines whose runtime can be had here; to change."""
    there = {"executorch"}

    def find(engine: str, *_) -> Runtime | LeftOut:
        if engine not in there:
            return LeftOut(engine, f"{engine} could not be resolved")
        return Runtime(engine, f"lib-{engine}", "1", "here", "MIT", tmp_path, frozenset())

    @contextmanager
    def builds(content, *_):
        (tmp_path / "made").write_text(",".join(one.engine for one in content.runtimes))
        yield tmp_path / "made"

    class Tools:
        jdk = None

    monkeypatch.setattr(module, "find_gradle", lambda app: None)
    monkeypatch.setattr(module, "find_toolchain", lambda *_: Tools())
    monkeypatch.setattr(module, "find_runtime", find)
    monkeypatch.setattr(module, "refuse_unknown_operators", lambda *_: None)
    monkeypatch.setattr(module, "debug_key", lambda *_: tmp_path / "key")
    monkeypatch.setattr(module, "build", builds)
    return there


def call(tmp_path: Path, app: Path, *bundles: Path, engines=None) -> BundleResult:
    options = BundleOptions(bundles, app, tmp_path / "out" / "app.apk", engines=engines)
    return bundle(options, cache=Cache(tmp_path / "cache"))


def placed(app: Path) -> list[str]:
    folder = app / "app" / "src" / "main" / "assets" / "bundles"
    return sorted(path.name for path in folder.glob("*/model.*"))


def test_an_engine_that_cannot_be_had_is_left_out_with_its_programs(tmp_path, app, had):
    done = call(tmp_path, app, make_bundle(tmp_path / "one"))
    assert done.engines == ("executorch",)
    assert placed(app) == ["model.pte"]
    assert done.built is not None
    assert done.built.apk.read_text() == "executorch"
    assert done.built.to_json()["engines"][1] == {
        "engine": "onnx",
        "included": False,
        "reason": "onnx could not be resolved",
    }


def test_what_made_the_programs_and_what_runs_them_is_said(tmp_path, app, had):
    done = call(tmp_path, app, make_bundle(tmp_path / "one"))
    assert done.to_json()["versions"] == [
        {
            "engine": "executorch",
            "made_with": ["runtime 1"],
            "runs_with": "lib-executorch, version 1",
        }
    ]


def test_both_engines_where_both_can_be_had(tmp_path, app, had):
    had.add("onnx")
    call(tmp_path, app, make_bundle(tmp_path / "one"))
    assert placed(app) == ["model.onnx", "model.pte"]


def test_without_any_engine_nothing_is_written(tmp_path, app, had):
    had.clear()
    with pytest.raises(Refused, match="no engine is left.*executorch could not.*onnx could not"):
        call(tmp_path, app, make_bundle(tmp_path / "one"))
    assert not placed(app)
    assert not (tmp_path / "out").exists()


def test_by_default_an_engine_runs_every_bundle(tmp_path, app, had):
    had.add("onnx")
    both = make_bundle(tmp_path / "both")
    onnx = make_bundle(tmp_path / "onnx", {"onnx": PROGRAMS["onnx"]})
    assert call(tmp_path, app, both, onnx).engines == ("onnx",)


def test_bundles_without_an_engine_in_common_are_refused(tmp_path, app, had):
    one = make_bundle(tmp_path / "one", {"onnx": PROGRAMS["onnx"]})
    two = make_bundle(tmp_path / "two", {"executorch": PROGRAMS["executorch"]})
    with pytest.raises(Refused, match=r"in each bundle \(one: onnx; two: executorch\)"):
        call(tmp_path, app, one, two)


def test_an_operator_that_the_runtime_lacks_stops_it_before_anything_is_written(
    tmp_path, app, had, monkeypatch
):
    def lacks(*_):
        raise Refused("aten::sort is not there")

    monkeypatch.setattr(module, "refuse_unknown_operators", lacks)
    with pytest.raises(Refused, match="aten::sort"):
        call(tmp_path, app, make_bundle(tmp_path / "one"))
    assert not placed(app)


def test_an_engine_that_android_has_not_is_refused(tmp_path, app):
    with pytest.raises(Refused, match="--format 'coreml': choose from executorch, onnx"):
        call(tmp_path, app, make_bundle(tmp_path / "one"), engines=("coreml",))
    assert not placed(app)


def test_a_build_that_fails_leaves_the_apk_that_was_there(tmp_path, app, had, monkeypatch):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "app.apk").write_text("old")

    @contextmanager
    def fails(*_):
        raise Refused("R8 failed")
        yield

    monkeypatch.setattr(module, "build", fails)
    with pytest.raises(Refused, match="R8 failed"):
        call(tmp_path, app, make_bundle(tmp_path / "one"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["app.apk"]
    assert (tmp_path / "out" / "app.apk").read_text() == "old"
