"""The files beside a model's weights that a compressed one keeps: words, search, card, licence."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

from mobilec.checkpoint.describe import Description, Kind
from mobilec.checkpoint.sources.marian.unpack import SHORTLIST
from mobilec.checkpoint.translation.generation import FILE as SEARCH
from mobilec.tasks.registry import task_of

PATTERNS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "vocab.json",
    "target_vocab.json",
    "merges.txt",
    "*.model",
    "*.spm",
    SEARCH,
    SHORTLIST,
    "README.md",
    "LICENSE*",
    "NOTICE*",
)
"""What is copied: all that a tokenizer of transformers reads, and what people must be told."""


def carry(about: Description, folder: Path) -> None:
    """Copies them into ``folder``, with config.json.

    An older translator keeps its search settings in config.json, from which transformers 5 drops
    them when it writes one: they get the file that newer ones have.
    """
    for file in _present(about.folder):
        copyfile(file, folder / file.name)
    if not (folder / SEARCH).is_file():
        kind: Kind = task_of(about.task).files()
        if (settings := kind.search(about.folder)) is not None:
            settings.save_pretrained(folder)
    about.config.save_pretrained(folder)


def _present(folder: Path) -> Iterator[Path]:
    for pattern in PATTERNS:
        yield from (file for file in sorted(folder.glob(pattern)) if file.is_file())
