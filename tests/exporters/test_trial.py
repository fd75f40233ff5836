"""A program from elsewhere runs in a process of its own first, once, and never ends this one."""

import json
import shutil
from pathlib import Path
from signal import SIGABRT

import pytest

from exporters import trial
from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.errors import Refused
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests import models

pytest.importorskip("executorch")
XNNPACK_MAGIC = b"XH00"
"""Of the header before what XNNPACK is given: executorch/backends/xnnpack/runtime/XNNHeader.h."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier with both programs that this machine runs."""
    folder = tmp_path_factory.mktemp("tried")
    checkpoint = models.save("bert", folder / "tiny-bert")
    targets = ("android", "onnx")
    export(
        ExportOptions(str(checkpoint), targets, lengths=models.LENGTHS, output=folder / "bundle")
    )
    return folder / "bundle"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is known of any program."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Programs that were tried, each of which ran to its end."""
    seen: list[Path] = []

    def child(format: str, path: Path) -> int:
        seen.append(path)
        return 0

    monkeypatch.setattr(trial, "child", child)
    return seen


@pytest.fixture
def deadly(made: Path, tmp_path: Path) -> Bundle:
    """A bundle whose .pte hands XNNPACK what is no header of its own; its hashes are right."""
    folder = tmp_path / "bundle"
    shutil.copytree(made, folder)
    program = folder / "model.pte"
    content = program.read_bytes()
    assert XNNPACK_MAGIC in content
    program.write_bytes(content.replace(XNNPACK_MAGIC, b"\xff\xff\xff\xff"))
    manifest = folder / "manifest.json"
    document = json.loads(manifest.read_bytes())
    for entry in document["files"]:
        entry["sha256"], entry["size_bytes"] = digest(folder / entry["path"])
    manifest.write_text(json.dumps(document))
    return Bundle.open(folder)


def test_what_ends_its_process_is_refused_by_the_signal(cache: Path, deadly: Bundle) -> None:
    assert trial.child("executorch", deadly.folder / "model.pte") == -SIGABRT
    for _ in range(2):
        with pytest.raises(Refused, match=r"model\.pte is damaged: ExecuTorch dies of it.*SIGABRT"):
            deadly.runner("executorch")
    deadly.runner("onnx")


def test_a_sound_program_is_tried_once(cache: Path, made: Path, tries: list[Path]) -> None:
    for _ in range(2):
        Bundle.open(made).runner("executorch")
    assert tries == [made / "model.pte"]


def test_the_process_of_a_sound_program_comes_to_its_end(cache: Path, made: Path) -> None:
    assert trial.child("executorch", made / "model.pte") == 0


def test_what_was_exported_here_is_not_tried(
    cache: Path, tries: list[Path], tmp_path: Path
) -> None:
    checkpoint = models.save("bert", tmp_path / "tiny-bert")
    output = tmp_path / "bundle"
    export(ExportOptions(str(checkpoint), ("android",), lengths=models.LENGTHS, output=output))
    Bundle.open(output).runner("executorch")
    assert not tries


def test_other_formats_are_not_tried(cache: Path, made: Path, tries: list[Path]) -> None:
    Bundle.open(made).runner("onnx")
    assert not tries and not cache.exists()


def test_another_that_was_never_tried_is_not_known(cache: Path, tries: list[Path]) -> None:
    for sha256 in ("a", "b", "a"):
        trial.refuse_deadly("executorch", Path(sha256), sha256)
    assert tries == [Path("a"), Path("b")]


def test_where_nothing_can_be_kept_it_is_tried_each_time(cache: Path, tries: list[Path]) -> None:
    cache.write_text("a file and no folder")
    for _ in range(2):
        trial.refuse_deadly("executorch", Path("a"), "a")
    assert len(tries) == 2


def test_the_older_half_is_forgotten(cache: Path, monkeypatch: pytest.MonkeyPatch, tries) -> None:
    monkeypatch.setattr(trial, "_MOST", 4)
    for number in range(5):
        trial.remember("executorch", str(number))
    for number in (4, 3, 0):
        trial.refuse_deadly("executorch", Path(str(number)), str(number))
    assert tries == [Path("0")]


def test_one_that_never_ends_is_refused(
    cache: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "LIMIT_S", 0.01)
    with pytest.raises(Refused, match="did not end within 0 s"):
        Bundle.open(made).runner("executorch")
