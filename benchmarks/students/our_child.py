"""A program of a bundle: what answers for it in a process of its own, a text at a time.

python -m benchmarks.students.our_child BUNDLE FORMAT list|none
"""

import sys
from pathlib import Path

import numpy as np

from benchmarks.translation.children import serve
from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import decoding_of, model_of, searched_model
from exporters.decode.search import translate
from exporters.runtime import RUN, door, load


class Program:
    """See ``benchmarks.translation.children.Translating``: of texts, on one thread. ``listed``:
    by the bundle's shortlist."""

    def __init__(self, folder: Path, format_name: str, listed: bool) -> None:
        bundle = Bundle.open(folder)
        file = bundle.manifest.program(format_name)
        # Without a number of threads methods are loaded as they are called first.
        runner = load(format_name, folder / file.path)
        self._model = (
            searched_model(bundle, file, runner)
            if listed
            else model_of(bundle.manifest, file, runner)
        )
        self._words, self._settings = bundle.words, decoding_of(bundle.manifest).settings

    def translate(self, text: str) -> str:
        ids = np.array(self._words.ids(text), np.int64)
        return self._words.text(translate(self._model, ids, self._settings))

    def inside(self) -> None:
        return None


def _ready(format_name: str) -> None:
    """Imports what runs a format: that is Python's work, and not the program's. ONNX Runtime heeds
    OMP_NUM_THREADS, which the parent sets."""
    door(format_name, RUN)
    if format_name == "executorch":
        from exporters.executorch.native import use_threads

        use_threads(1)


if __name__ == "__main__":
    _ready(sys.argv[2])
    serve(lambda: Program(Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "list"))
