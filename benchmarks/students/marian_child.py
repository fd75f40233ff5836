"""Marian itself in float32, greedy, in an environment that has pymarian and nothing of mobilec.

PYTHON -m benchmarks.students.marian_child MODEL.npz SOURCE.spm TARGET.spm
"""

import sys

import pymarian  # type: ignore[import-not-found]

from benchmarks.translation.children import serve


class Marian:
    """See ``benchmarks.translation.children.Translating``: of texts."""

    def __init__(self, model: str, source: str, target: str) -> None:
        self._translator = pymarian.Translator(
            models=model,
            vocabs=[source, target],
            cpu_threads=1,
            beam_size=1,
            normalize=1.0,
            mini_batch=1,
            max_length_factor=3,
            quiet=True,
        )

    def translate(self, text: str) -> str:
        (found,) = self._translator.translate([text])
        return str(found)

    def inside(self) -> None:
        return None


if __name__ == "__main__":
    serve(lambda: Marian(*sys.argv[1:4]))
