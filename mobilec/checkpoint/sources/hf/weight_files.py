"""Which files of a folder hold its weights, in which form, and their common digest."""

import hashlib
from pathlib import Path

from exporters.errors import Refused
from exporters.outside.json_file import read_json
from mobilec.checkpoint.sources.source import WeightFiles

_FORMS = {
    "model.safetensors": "safetensors",
    "model.safetensors.index.json": "safetensors",
    "pytorch_model.bin": "pickle",
    "pytorch_model.bin.index.json": "pickle",
}
"""The names that transformers writes, the preferred first."""

_LFS_POINTER = b"version https://git-lfs"
_CHUNK_BYTES = 1 << 20


def find_weights(folder: Path) -> WeightFiles:
    """The weights of a folder. Refused: none, an index of absent files, files without content."""
    entry = next((folder / name for name in _FORMS if (folder / name).is_file()), None)
    if entry is None:
        held = ", ".join(sorted(file.name for file in folder.iterdir()))
        raise Refused(
            f"{folder} holds no weights: model.safetensors or pytorch_model.bin (or the index of "
            f"several such files) is needed, and there is only {held or 'nothing'}"
        )
    form = _FORMS[entry.name]
    weights = _sharded(entry, form) if entry.suffix == ".json" else WeightFiles(form, (entry,))
    for file in weights.files:
        _check_content(file)
    return weights


def digest(files: tuple[Path, ...]) -> str:
    """sha256 of the files one after the other: what ``cat FILES | sha256sum`` prints."""
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            while chunk := opened.read(_CHUNK_BYTES):
                total.update(chunk)
    return total.hexdigest()


def _sharded(index: Path, form: str) -> WeightFiles:
    file_of = _weight_map(index)
    names = sorted(set(file_of.values()))
    if outside := [name for name in names if Path(name).name != name]:
        raise Refused(f"{index} names {outside}, which are not files of its own folder")
    if absent := [name for name in names if not (index.parent / name).is_file()]:
        raise Refused(
            f"{index} names {len(names)} weight files, and {', '.join(absent)} is not there; "
            f"download the model again"
        )
    files = tuple(index.parent / name for name in names)
    return WeightFiles(form, files, frozenset(file_of))


def _weight_map(index: Path) -> dict[str, str]:
    content = read_json(index, "download it again", lenient=True)
    file_of = content.get("weight_map") if isinstance(content, dict) else None
    if not isinstance(file_of, dict) or not all(isinstance(f, str) for f in file_of.values()):
        raise Refused(f"{index} has no weight_map from tensor names to file names")
    return file_of


def _check_content(file: Path) -> None:
    with file.open("rb") as opened:
        start = opened.read(len(_LFS_POINTER))
    if not start:
        raise Refused(f"{file} is empty (0 bytes); download it again")
    if start == _LFS_POINTER:
        raise Refused(f"{file} is a git-lfs pointer, not the weights; run git lfs pull")
