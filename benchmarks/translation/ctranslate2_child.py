"""CTranslate2, in an environment of its own: what ``marian_npz`` wrote to its form, and answers.

PYTHON -m benchmarks.translation.ctranslate2_child convert FOLDER int8|float32
PYTHON -m benchmarks.translation.ctranslate2_child serve FOLDER int8|float32 THREADS
"""

import sys
from pathlib import Path

import ctranslate2
from ctranslate2.converters import MarianConverter

from benchmarks.translation.children import serve
from benchmarks.translation.task import END, TARGET_TOKENS, token, word


class CTranslate2:
    """See ``children.Translating``. ``kind``: int8 or float32."""

    def __init__(self, folder: Path, kind: str, threads: int) -> None:
        self._translator = ctranslate2.Translator(
            str(folder / kind), compute_type=kind, inter_threads=1, intra_threads=threads
        )

    def translate(self, ids: list[int]) -> list[int]:
        return self._after(ids, [], TARGET_TOKENS)

    def following(self, ids: list[int], forced: list[int]) -> list[int]:
        return [self._after(ids, forced[:n], n + 1)[n] for n in range(len(forced))]

    def inside(self) -> None:
        return None

    def _after(self, ids: list[int], begun: list[int], length: int) -> list[int]:
        """The translation to ``length`` tokens, of which the first are given."""
        assert ids[-1] == END, "a converted Marian adds the end token by itself"
        found = self._translator.translate_batch(
            [[word(each) for each in ids[:-1]]],
            target_prefix=[[word(each) for each in begun]],
            beam_size=1,
            min_decoding_length=length,
            max_decoding_length=length,
        )
        return [token(each) for each in found[0].hypotheses[0]]


def convert(folder: Path, kind: str) -> None:
    """``folder`` / ``kind`` by CTranslate2's own converter."""
    vocabulary = str(folder / "vocabulary.yml")
    converter = MarianConverter(str(folder / "model.npz"), [vocabulary, vocabulary])
    converter.convert(str(folder / kind), quantization=kind)


if __name__ == "__main__":
    if sys.argv[1] == "convert":
        convert(Path(sys.argv[2]), sys.argv[3])
    else:
        serve(lambda: CTranslate2(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
