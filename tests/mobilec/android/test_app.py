"""The project says who the app is; what is not such a project is told apart."""

import re
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android.app import read_app
from mobilec.android.runtimes import ENGINES
from tests.mobilec.android.tiny_app import write_app

DEMO = Path(__file__).parents[3] / "android_demo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_app(tmp_path / "app")


def test_its_identity_is_read_from_gradles_files(folder):
    app = read_app(folder)
    assert (app.application_id, app.namespace) == ("org.example.tiny", "org.example.app")
    assert (app.version_code, app.version_name) == (7, "0.7")
    assert (app.min_sdk, app.target_sdk) == (26, 35)


def test_only_the_sources_of_these_engines_are_taken(folder):
    names = [file.name for file in read_app(folder).sources(("executorch",))]
    assert names == ["Engine.kt", "Runs.kt", "Main.kt"]


def test_a_module_that_is_missing_is_named(folder):
    with pytest.raises(Refused, match="engine-coreml"):
        read_app(folder).sources(("coreml",))


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match="is not the Android project"):
        read_app(tmp_path)


def test_a_version_that_is_not_written_out_is_refused(folder):
    build = folder / "app" / "build.gradle.kts"
    build.write_text(build.read_text().replace("versionCode = 7", "versionCode = code()"))
    with pytest.raises(Refused, match=r"build\.gradle\.kts does not say versionCode"):
        read_app(folder)


def test_the_shipped_project_is_read():
    app = read_app(DEMO)
    assert (app.application_id, app.namespace) == ("dev.mobilec.demo", "dev.mobilec.app")
    assert (app.min_sdk, app.target_sdk) == (26, 36)
    assert all(file.is_file() for file in app.keep_rules(ENGINES))


def test_each_engine_brings_the_rules_that_its_runtime_needs_into_any_app():
    own, *consumers = (file.read_text() for file in read_app(DEMO).keep_rules(ENGINES))
    assert len(consumers) == len(ENGINES)
    assert not re.search("pytorch|onnxruntime|native", own)
    for engine, rules in zip(ENGINES, consumers, strict=True):
        assert "native <methods>" in rules
        gradle = (DEMO / f"engine-{engine}" / "build.gradle.kts").read_text()
        assert 'consumerProguardFiles("consumer-rules.pro")' in gradle


def test_a_project_whose_engines_have_no_rules_of_their_own_is_built_with_the_apps(folder):
    assert [file.name for file in read_app(folder).keep_rules(ENGINES)] == ["keep.pro"]


def test_each_version_installs_over_those_before_it():
    app = read_app(DEMO)
    major, minor, patch = map(int, app.version_name.split("."))
    assert app.version_code == 10000 * major + 100 * minor + patch
    assert f'version = "{app.version_name}"' in (DEMO / "build.gradle.kts").read_text()


def test_the_icon_has_a_layer_that_the_system_may_colour():
    icon = read_app(DEMO).main / "res" / "mipmap-anydpi-v26" / "launcher.xml"
    layer = re.search(r'<monochrome android:drawable="@drawable/(\w+)"', icon.read_text())
    assert layer is not None
    assert (icon.parents[1] / "drawable" / f"{layer[1]}.xml").is_file()


def test_nothing_in_the_app_is_named_by_the_id_that_a_copy_changes():
    app = read_app(DEMO)
    manifest = (app.main / "AndroidManifest.xml").read_text()
    assert app.application_id not in manifest
    named = [f for f in app.sources(ENGINES) if app.application_id in f.read_text()]
    assert named == []
