"""A toy language to translate into: each word has one translation."""

from pathlib import Path
from random import Random

WORDS = {
    "big": "gross",
    "dogs": "Hunde",
    "cats": "Katzen",
    "run": "laufen",
    "sleep": "schlafen",
}


def write_pairs(folder: Path, name: str, rows: int, seed: int) -> tuple[Path, Path]:
    """``name``.en and ``name``.de: sentences of 1 to 4 words, as many in the translation."""
    random = Random(seed)
    sentences = [random.choices(list(WORDS), k=random.randint(1, 4)) for _ in range(rows)]
    source, target = folder / f"{name}.en", folder / f"{name}.de"
    source.write_text("".join(" ".join(words) + ".\n" for words in sentences))
    translations = [" ".join(WORDS[word] for word in words) for words in sentences]
    target.write_text("".join(f"{words}.\n" for words in translations))
    return source, target


def write_table(folder: Path, name: str, rows: int, seed: int) -> Path:
    """The same as ``source<TAB>target`` lines in ``name``.tsv."""
    source, target = (
        file.read_text().split("\n")[:-1] for file in write_pairs(folder, name, rows, seed)
    )
    table = folder / f"{name}.tsv"
    table.write_text(
        "".join(f"{one}\t{other}\n" for one, other in zip(source, target, strict=True))
    )
    return table
