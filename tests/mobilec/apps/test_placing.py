"""Bundles in an app: true to their manifests, all of them or none."""

from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.apps.placing import open_bundles, place, refuse_unrunnable
from tests.mobilec.android.making import FOLDERED, PROGRAMS, make_bundle


@pytest.fixture
def bundles(tmp_path: Path) -> tuple[Path, Path]:
    return make_bundle(tmp_path / "one"), make_bundle(tmp_path / "two", FOLDERED)


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def test_with_every_engine_a_bundle_is_copied_byte_for_byte(bundles, tmp_path):
    placed = place(open_bundles(bundles), ("executorch", "onnx"), tmp_path / "assets" / "bundles")
    for folder in bundles:
        assert files(tmp_path / "assets" / "bundles" / folder.name) == files(folder)
    assert [one.formats for one in placed] == [("executorch", "onnx")] * 2


@pytest.mark.parametrize("engine", ["executorch", "onnx"])
def test_with_one_engine_the_manifest_lists_what_is_there(bundles, tmp_path, engine):
    place(open_bundles(bundles), (engine,), tmp_path / "assets" / "bundles")
    for folder in bundles:
        there = Bundle.open(tmp_path / "assets" / "bundles" / folder.name)
        assert [file.format for file in there.manifest.files] == [engine]
        assert [one.format for one in there.manifest.quality] == [engine]
        assert [one.format for one in there.manifest.parity] == [engine]
        listed = {file.path.split("/")[0] for file in there.manifest.listed()}
        assert {path.name for path in there.folder.iterdir()} == {*listed, "manifest.json"}


def test_what_was_there_before_is_replaced(bundles, tmp_path):
    place(open_bundles(bundles), ("onnx",), tmp_path / "assets" / "bundles")
    place(open_bundles(bundles[:1]), ("onnx",), tmp_path / "assets" / "bundles")
    names = [path.name for path in (tmp_path / "assets" / "bundles").iterdir()]
    assert sorted(names) == [".mobilec", "one"]


def test_a_folder_of_somebody_else_is_not_replaced(bundles, tmp_path):
    own = tmp_path / "assets" / "bundles" / "mine.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    with pytest.raises(Refused, match="not made by mobilec"):
        place(open_bundles(bundles), ("onnx",), tmp_path / "assets" / "bundles")
    assert own.read_text() == "mine"


def test_a_copy_that_fails_leaves_what_was_there(bundles, tmp_path):
    place(open_bundles(bundles[:1]), ("onnx",), tmp_path / "assets" / "bundles")
    opened = open_bundles(bundles)
    (bundles[1] / "tokenizer.json").unlink()
    with pytest.raises(FileNotFoundError):
        place(opened, ("onnx",), tmp_path / "assets" / "bundles")
    names = [path.name for path in (tmp_path / "assets").rglob("*") if path.is_dir()]
    assert sorted(names) == ["bundles", "one"]


def test_a_changed_program_is_refused(bundles):
    (bundles[0] / "model.pte").write_bytes(PROGRAMS["executorch"]["model.pte"][::-1])
    with pytest.raises(Refused, match=r"model\.pte has the sha256"):
        open_bundles(bundles)


def test_a_bundle_without_a_program_for_an_engine_is_refused(tmp_path):
    folder = make_bundle(tmp_path / "one", {"onnx": PROGRAMS["onnx"]})
    (opened,) = open_bundles((folder,))
    refuse_unrunnable(*opened, ("onnx",))
    with pytest.raises(Refused, match=r"one has no program for executorch; it has onnx.*android"):
        refuse_unrunnable(*opened, ("executorch", "onnx"))


def test_two_bundles_of_one_name_are_refused(tmp_path):
    folders = (make_bundle(tmp_path / "a" / "same"), make_bundle(tmp_path / "b" / "same"))
    with pytest.raises(Refused, match="two bundles have the name same"):
        open_bundles(folders)


def test_a_hidden_name_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"\.hidden begins with a point"):
        open_bundles((make_bundle(tmp_path / ".hidden"),))
