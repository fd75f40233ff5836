"""Bundles among the resources of the app: those that iOS runs, all of them or none."""

from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.apps.options import BundleOptions
from mobilec.bundling.bundle import bundle as bundle_any
from mobilec.ios.bundle import bundle
from tests.mobilec.android.making import make_bundle

PROGRAMS = {
    "coreml": {"model.mlpackage/Manifest.json": b"{}", "model.mlpackage/Data/weights": b"w" * 90},
    "executorch": {"model.pte": b"pte"},
    "onnx": {"model.onnx": b"onnx"},
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "ios").mkdir()
    (tmp_path / "ios" / "project.yml").write_text("name: MobilecDemo\n")
    (tmp_path / "ios" / "App" / "Bundles").mkdir(parents=True)
    (tmp_path / "ios" / "App" / "Bundles" / "README.md").write_text("what it is for")
    return tmp_path / "ios"


def some(folder: Path, *formats: str) -> Path:
    return make_bundle(folder, {name: PROGRAMS[name] for name in formats})


def placed(project: Path) -> list[str]:
    folder = project / "App" / "Bundles"
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


def test_only_the_programs_that_ios_runs(project, tmp_path):
    folder = some(tmp_path / "one", "coreml", "executorch", "onnx")
    done = bundle(BundleOptions((folder,), project))
    there = Bundle.open(project / "App" / "Bundles" / "one")
    assert [file.format for file in there.manifest.files] == ["coreml", "executorch"]
    assert not [name for name in placed(project) if "onnx" in name]
    assert done.placed[0].formats == ("coreml", "executorch")
    assert done.resources == project / "App" / "Bundles"


def test_one_engine(project, tmp_path):
    folder = some(tmp_path / "one", "coreml", "executorch")
    bundle(BundleOptions((folder,), project, engines=("coreml",)))
    assert "one/model.mlpackage/Data/weights" in placed(project)
    assert "one/model.pte" not in placed(project)


def test_a_bundle_of_either_engine_is_enough(project, tmp_path):
    folders = some(tmp_path / "one", "coreml"), some(tmp_path / "two", "executorch")
    done = bundle(BundleOptions(folders, project))
    assert [each.formats for each in done.placed] == [("coreml",), ("executorch",)]


def test_versions_are_those_of_the_package_and_of_the_programs(project, tmp_path):
    folder = some(tmp_path / "one", "coreml", "executorch")
    unnamed = bundle(BundleOptions((folder,), project))
    assert unnamed.versions[1].runs_with == "the ExecuTorch that its package names"
    (project / "Package.swift").write_text('import PackageDescription\nlet executorch = "1.4.1"\n')
    named = bundle(BundleOptions((folder,), project, engines=("executorch",)))
    assert named.to_json()["versions"] == [
        {"engine": "executorch", "made_with": ["runtime 1"], "runs_with": "ExecuTorch 1.4.1"}
    ]


def test_what_is_no_longer_asked_for_is_gone(project, tmp_path):
    folders = some(tmp_path / "one", "coreml"), some(tmp_path / "two", "coreml")
    bundle(BundleOptions(folders, project))
    bundle(BundleOptions(folders[1:], project))
    assert {name.split("/")[0] for name in placed(project)} == {"README.md", "two"}
    assert (project / "App/Bundles/README.md").read_text() == "what it is for"


def test_a_folder_of_somebody_else_is_not_replaced(project, tmp_path):
    own = project / "App" / "Bundles" / "mine.txt"
    (own.parent / "README.md").unlink()
    own.write_text("mine")
    with pytest.raises(Refused, match="not made by mobilec"):
        bundle(BundleOptions((some(tmp_path / "one", "coreml"),), project))
    assert own.read_text() == "mine"


def test_a_bundle_for_android_alone_is_refused_before_anything_is_written(project, tmp_path):
    folders = some(tmp_path / "one", "coreml"), some(tmp_path / "two", "onnx")
    with pytest.raises(Refused, match=r"two has onnx, and iOS runs coreml and .*--target ios"):
        bundle(BundleOptions(folders, project))
    assert placed(project) == ["README.md"]


def test_an_engine_that_a_bundle_lacks_is_refused(project, tmp_path):
    folder = some(tmp_path / "one", "executorch")
    with pytest.raises(Refused, match="no program for coreml; it has executorch.*--target ios"):
        bundle(BundleOptions((folder,), project, engines=("coreml",)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"apk": Path("out.apk")}, "--apk out.apk was asked for.*Xcode builds it"),
        ({"abis": ("x86_64",)}, "--abi x86_64 was asked for"),
        ({"engines": ("onnx",)}, "choose from coreml, executorch"),
    ],
)
def test_what_is_androids_is_refused(project, tmp_path, asked, said):
    folder = some(tmp_path / "one", "coreml", "onnx")
    with pytest.raises(Refused, match=said):
        bundle(BundleOptions((folder,), project, **asked))
    assert placed(project) == ["README.md"]


def test_another_folder_is_refused(tmp_path):
    folder = some(tmp_path / "one", "coreml")
    with pytest.raises(Refused, match="is not the iOS project"):
        bundle(BundleOptions((folder,), tmp_path))
    with pytest.raises(Refused, match="is the project of no app"):
        bundle_any(BundleOptions((folder,), tmp_path))


def test_the_files_of_a_project_tell_its_system(project, tmp_path):
    done = bundle_any(BundleOptions((some(tmp_path / "one", "coreml"),), project))
    assert done.to_json()["resources"].endswith("App/Bundles")
