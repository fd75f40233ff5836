"""CTranslate2 on ARM: started there by Python, with its ARM64 wheel and stream.py on the path.

    python arm_ctranslate2_server.py FOLDER int8 TOKENS

Answers calls of ``translate``: (words,) int64 with the end last, to (TOKENS,) int64. Loading and
each call are between two marks, as in mobilec/arm/runner/onnx_server.py.
"""

import ctypes
import sys

import ctranslate2
import numpy as np
from stream import read_call, write_answer

_PRCTL, _MARK = 167, 0x6D6F6269
_LOADS, _LOADED, _CALLS, _CALLED = 1, 2, 3, 4
_system_call = ctypes.CDLL(None).syscall


def main(folder: str, kind: str, length: int) -> None:
    """Answers calls on stdin by calls on stdout."""
    _mark(_LOADS)
    translator = ctranslate2.Translator(folder, compute_type=kind, inter_threads=1, intra_threads=1)
    _mark(_LOADED)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (call := read_call(requests)) is not None:
        ids = call[1][0]
        words = [[f"w{each}" for each in ids[:-1]]]
        _mark(_CALLS)
        found = translator.translate_batch(
            words, beam_size=1, min_decoding_length=length, max_decoding_length=length
        )
        _mark(_CALLED)
        tokens = [int(word[1:]) for word in found[0].hypotheses[0]]
        write_answer(answers, [np.array(tokens, np.int64)])


def _mark(label: int) -> None:
    _system_call(ctypes.c_long(_PRCTL), ctypes.c_long(_MARK), ctypes.c_long(label))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
