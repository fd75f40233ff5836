"""Programs are taken from the store only where they are the same, and whole."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Silent
from tests.lowering import sources, store
from tests.lowering.content import Unknown, content_of
from tests.lowering.store import Store, key_of

FP32 = Lowering(Precision.FP32, (8,))


class Twice(nn.Module):
    def __init__(self, shared: bool = True, factor: float = 2.0) -> None:
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.second = self.first if shared else nn.Linear(4, 4)
        self.second.load_state_dict(self.first.state_dict())
        self.factor = factor

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x)) * self.factor


def program(shared: bool = True, factor: float = 2.0, seed: int = 0) -> Program:
    torch.manual_seed(seed)
    x = TensorSpec("x", torch.float32, (1, Dimension("length", 2, 8), 4))
    method = Method("forward", Twice(shared, factor).eval(), (x,), (x,))
    return Program("text-classification", "twice", (method,), 0, 20)


@dataclass
class Counting:
    """A back end that writes the factor, and says how often."""

    written: list[str] = field(default_factory=list)
    folder: bool = False

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return Counting, ()

    def lower(self, program: Program, path: Path, options: Lowering, progress: object) -> None:
        self.written.append(path.name)
        if self.folder:
            path.mkdir()
        place = path / "part" if self.folder else path
        place.write_text(f"{program.methods[0].module.factor} {options.lengths}")


def lowered(into: Store, end: Counting, path: Path, **program_is: object) -> str:
    into.lower(end, program(**program_is), path, FP32, Silent())
    return (path / "part" if path.is_dir() else path).read_text()


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.mark.parametrize("folder", [False, True])
def test_the_same_is_lowered_once(kept: Store, tmp_path: Path, folder: bool) -> None:
    end = Counting(folder=folder)
    assert lowered(kept, end, tmp_path / "a") == lowered(kept, end, tmp_path / "b")
    assert end.written == ["a"]


@pytest.mark.parametrize("other", [{"shared": False}, {"factor": 2.5}, {"seed": 1}])
def test_another_is_lowered_anew(kept: Store, tmp_path: Path, other: dict[str, object]) -> None:
    """A weight that is shared and its copy are equal in all their numbers."""
    end = Counting()
    lowered(kept, end, tmp_path / "a")
    lowered(kept, end, tmp_path / "b", **other)
    assert end.written == ["a", "b"]


def test_options_and_versions_count(monkeypatch: pytest.MonkeyPatch) -> None:
    end = Counting()
    keys = {key_of(end, program(), FP32), key_of(end, program(), Lowering(Precision.FP32, (9,)))}
    monkeypatch.setattr(store, "surroundings", lambda: "torch-0.0")
    keys.add(key_of(end, program(), FP32))
    monkeypatch.setattr(store, "digest_of", lambda modules: "another source")
    keys.add(key_of(end, program(), FP32))
    assert len(keys) == 4


def test_a_set_has_one_content_in_every_process() -> None:
    names = [f"name {n}" for n in range(50)]
    assert content_of(set(names)) == content_of(set(reversed(names)))


@pytest.mark.parametrize("damage", ["change", "cut", "no hash", "not text", "gone"])
def test_what_is_damaged_is_made_anew(kept: Store, tmp_path: Path, damage: str) -> None:
    end = Counting()
    right = lowered(kept, end, tmp_path / "a")
    (held,) = (tmp_path / "store").glob("*/held")
    spoil = {
        "change": lambda: held.write_text("something else"),
        "cut": lambda: held.write_text(right[:3]),
        "no hash": lambda: (held.parent / "sha256").unlink(),
        "not text": lambda: (held.parent / "sha256").write_bytes(b"\xff\xfe"),
        "gone": lambda: held.unlink(),
    }
    spoil[damage]()
    assert lowered(kept, end, tmp_path / "b") == right
    assert lowered(kept, end, tmp_path / "c") == right
    assert end.written == ["a", "b"]


def test_a_full_disk_loses_nothing(
    kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "mkdtemp", full)
    with pytest.warns(UserWarning, match="No space left"):
        assert lowered(kept, Counting(), tmp_path / "a") == "2.0 (8,)"


def test_a_program_that_cannot_be_told_is_never_kept(kept: Store, tmp_path: Path) -> None:
    end, unknown = Counting(), program()
    unknown.methods[0].module.factor = lambda: 3  # type: ignore[assignment]
    with pytest.raises(Unknown):
        key_of(end, unknown, FP32)
    for name in ("a", "b"):
        kept.lower(end, unknown, tmp_path / name, FP32, Silent())
    assert end.written == ["a", "b"]


def test_a_back_end_that_a_test_replaced_is_asked_itself(
    kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered(kept, Counting(), tmp_path / "a")
    monkeypatch.setattr(
        Counting, "lower", lambda self, program, path, *_: path.write_text("spoilt")
    )
    assert lowered(kept, Counting(), tmp_path / "b") == "spoilt"


def test_two_at_once_lower_once(kept: Store, tmp_path: Path) -> None:
    end, same = Counting(), program()
    with ThreadPoolExecutor(4) as threads:
        paths = [tmp_path / str(n) for n in range(4)]
        list(threads.map(lambda path: kept.lower(end, same, path, FP32, Silent()), paths))
    assert len({path.read_text() for path in paths}) == 1 and len(end.written) == 1


def test_what_was_used_last_stays(kept: Store, tmp_path: Path) -> None:
    end = Counting()
    for seed in range(3):
        lowered(kept, end, tmp_path / str(seed), seed=seed)
    folders = [p for p in (tmp_path / "store").iterdir() if p.is_dir()]
    for place, folder in enumerate(sorted(folders)):
        os.utime(folder, (place, place))
    size = sum(f.stat().st_size for f in folders[0].iterdir())
    kept.prune(largest_bytes=2 * size)
    left = sorted(p for p in (tmp_path / "store").iterdir() if p.is_dir())
    assert left == sorted(folders)[1:]


def test_the_switch_makes_everything_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    end = Counting()
    monkeypatch.setenv(store.AFRESH, "1")
    assert store.stored(end) is end
    monkeypatch.delenv(store.AFRESH)
    assert store.stored(end) is not end


def test_sources_reach_what_they_import() -> None:
    reached = sources.reached({"exporters.onnx.backend"})
    assert {"exporters.onnx.lower", "exporters.onnx.joint", "exporters.program"} <= reached
    assert not {m for m in reached if m.startswith(("exporters.coreml", "mobilec"))}


def test_sources_reach_what_they_load_by_its_name() -> None:
    assert "exporters.verify.translation.gates" in sources.reached({"exporters.tasks.translation"})


def test_the_process_that_hands_out_the_work_stays_light() -> None:
    """It starts the others, and all of them wait for its imports."""
    heavy = "{'torch', 'transformers', 'numpy'} & set(sys.modules)"
    words = [sys.executable, "-c", f"import sys, tests.conftest; print({heavy} or 'light')"]
    done = subprocess.run(words, cwd=sources.ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "light", done.stderr
