"""Which files are the weights, and what is refused before any of them is parsed."""

import hashlib
import json
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources.hf.weight_files import digest, find_weights


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(name.encode())


def index(folder: Path, **file_of: str) -> Path:
    file = folder / "model.safetensors.index.json"
    file.write_text(json.dumps({"metadata": {}, "weight_map": file_of}))
    return file


def test_safetensors_come_before_pickles(tmp_path: Path) -> None:
    write(tmp_path, "pytorch_model.bin")
    assert find_weights(tmp_path).form == "pickle"
    write(tmp_path, "model.safetensors")
    assert find_weights(tmp_path).form == "safetensors"


def test_shards_of_an_index(tmp_path: Path) -> None:
    write(tmp_path, "1.safetensors", "2.safetensors")
    index(tmp_path, a="2.safetensors", b="1.safetensors", c="2.safetensors")
    found = find_weights(tmp_path)
    assert [file.name for file in found.files] == ["1.safetensors", "2.safetensors"]
    assert found.promised == {"a", "b", "c"}


def test_no_weights_says_what_is_there(tmp_path: Path) -> None:
    write(tmp_path, "tf_model.h5")
    with pytest.raises(Refused, match="holds no weights.*there is only tf_model.h5"):
        find_weights(tmp_path)


def test_absent_shards_are_all_named(tmp_path: Path) -> None:
    write(tmp_path, "1.safetensors")
    index(tmp_path, a="1.safetensors", b="2.safetensors", c="3.safetensors")
    with pytest.raises(Refused, match="names 3 weight files, and 2.safetensors, 3.safetensors is"):
        find_weights(tmp_path)


@pytest.mark.parametrize("outside", ["../other.safetensors", "/etc/passwd", "sub/1.safetensors"])
def test_index_stays_in_its_folder(tmp_path: Path, outside: str) -> None:
    index(tmp_path, a=outside)
    with pytest.raises(Refused, match=f"names .*{outside}.*not files of its own folder"):
        find_weights(tmp_path)


@pytest.mark.parametrize("content", ["[]", '{"metadata": {}}', '{"weight_map": {"a": 1}}'])
def test_index_without_a_map(tmp_path: Path, content: str) -> None:
    index(tmp_path).write_text(content)
    with pytest.raises(Refused, match="index.json has no weight_map"):
        find_weights(tmp_path)


def test_truncated_index(tmp_path: Path) -> None:
    index(tmp_path).write_text('{"weight_map": {')
    with pytest.raises(Refused, match="index.json is not JSON"):
        find_weights(tmp_path)


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(Refused, match="model.safetensors is empty"):
        find_weights(tmp_path)


def test_pointer_of_git_lfs(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_text("version https://git-lfs.github.com/spec/v1\noid")
    with pytest.raises(Refused, match="pytorch_model.bin is a git-lfs pointer.*git lfs pull"):
        find_weights(tmp_path)


def test_digest_is_that_of_the_bytes_in_order(tmp_path: Path) -> None:
    write(tmp_path, "1", "2")
    one, two = tmp_path / "1", tmp_path / "2"
    assert digest((one, two)) == hashlib.sha256(b"12").hexdigest()
    assert digest((two, one)) != digest((one, two))
