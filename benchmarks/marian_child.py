"""Marian itself, asked from an environment that has pymarian and nothing of mobilec.

PYTHON marian_child.py MODEL.npz SOURCE.spm TARGET.spm < SENTENCES > TRANSLATIONS
"""

import sys

import pymarian  # type: ignore[import-not-found]


def main() -> None:
    """One translation a line, greedy."""
    model, source, target = sys.argv[1:]
    translator = pymarian.Translator(
        models=model,
        vocabs=[source, target],
        cpu_threads=1,
        beam_size=1,
        normalize=1.0,
        mini_batch=1,
        max_length_factor=3,
        quiet=True,
    )
    for line in sys.stdin:
        (said,) = translator.translate([line.rstrip("\n")])
        print(said, flush=True)


if __name__ == "__main__":
    main()
