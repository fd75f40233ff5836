"""Pickled weights give tensors; a pickle that would do anything else is refused and not run."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.sources.hf.pickle_file import read_pickle


class Bomb:
    """Unpickled in full, this creates a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return open, (str(self.mark), "w")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pytorch_model.bin"


@pytest.mark.parametrize("zipped", [True, False])
def test_read(file: Path, zipped: bool) -> None:
    torch.save({"a": torch.arange(3.0)}, file, _use_new_zipfile_serialization=zipped)
    assert torch.equal(read_pickle(file)["a"], torch.arange(3.0))


@pytest.mark.parametrize("zipped", [True, False])
def test_anything_but_tensors_is_named_and_never_run(file: Path, zipped: bool) -> None:
    mark = file.with_name("ran")
    torch.save({"a": torch.ones(1), "b": Bomb(mark)}, file, _use_new_zipfile_serialization=zipped)
    with pytest.raises(Refused, match=r"pytorch_model.bin would call (_?io|builtins)\.open"):
        read_pickle(file)
    assert not mark.exists()


def test_the_bomb_is_one(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Bomb(tmp_path / "ran"))).close()
    assert (tmp_path / "ran").exists()


def test_plain_pickle_is_never_run(file: Path) -> None:
    mark = file.with_name("ran")
    file.write_bytes(pickle.dumps(Bomb(mark)))
    with pytest.raises(Refused, match="pytorch_model.bin"):
        read_pickle(file)
    assert not mark.exists()


def test_whole_module_is_refused(file: Path) -> None:
    torch.save(torch.nn.Linear(1, 1), file)
    with pytest.raises(Refused, match="would call torch.nn.modules.linear.Linear"):
        read_pickle(file)


def test_training_state_is_refused(file: Path) -> None:
    torch.save({"state_dict": {"a": torch.ones(1)}, "epoch": 3}, file)
    with pytest.raises(Refused, match="'state_dict': 'dict', 'epoch': 'int'.*state_dict alone"):
        read_pickle(file)


def test_no_names_at_all(file: Path) -> None:
    torch.save([torch.ones(1)], file)
    with pytest.raises(Refused, match="holds a list; tensors by name are expected"):
        read_pickle(file)


def test_truncated_archive(file: Path) -> None:
    torch.save({"a": torch.ones(100)}, file)
    file.write_bytes(file.read_bytes()[:700])
    with pytest.raises(Refused, match="pytorch_model.bin is cut off after 700 bytes"):
        read_pickle(file)


def test_truncated_old_file(file: Path) -> None:
    torch.save({"a": torch.ones(100)}, file, _use_new_zipfile_serialization=False)
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(Refused, match="pytorch_model.bin .* is no whole file of torch.save"):
        read_pickle(file)


def test_no_pickle(file: Path) -> None:
    file.write_text("<html>404</html>")
    with pytest.raises(
        Refused, match="is no file of weights: Unsupported operand.*again"
    ) as refused:
        read_pickle(file)
    assert "weights_only" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({7: torch.ones(1)}, "names a tensor 7; save the model's state_dict"),
        ({"a": torch.eye(3).to_sparse()}, "has a as a torch.sparse_coo tensor"),
        ({"a": torch.ones(3, device="meta")}, "tensor on meta; save it dense"),
        ({"a": torch.ones(1).expand(10**12)}, "a of 1,000,000,000,000 numbers, of which 1 are"),
    ],
)
def test_what_no_checkpoint_has_is_named(file: Path, content: dict, words: str) -> None:
    torch.save(content, file)
    with pytest.raises(Refused, match=f"pytorch_model.bin .*{words}"):
        read_pickle(file)
