"""Marian itself, of the weights of Marian's files as floats: it runs no intgemm files, but its fork
does."""

from pathlib import Path

import numpy as np
import yaml

from mobilec.checkpoint.sources.marian.archive import OPTIONS, read_archive
from mobilec.checkpoint.sources.marian.folder import read_folder


def command(python: Path | str, folder: Path, file: Path) -> list[str]:
    """What answers for the model in ``folder``. ``python``: of an environment with pymarian;
    ``file``: the .npz, written unless it is there."""
    found = read_folder(folder)
    if not file.is_file():
        archive = read_archive(found.model)
        options = np.frombuffer(yaml.safe_dump(dict(archive.options)).encode() + b"\0", np.int8)
        file.parent.mkdir(parents=True, exist_ok=True)
        np.savez(file, **archive.tensors, **{OPTIONS: options})  # type: ignore[arg-type]
    words = (found.pieces or found.vocabularies * 2)[:2]
    child = "benchmarks.students.marian_child"
    return [str(python), "-m", child, str(file), *map(str, words)]
