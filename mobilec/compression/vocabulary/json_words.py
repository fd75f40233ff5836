"""The words of a model with one tokenizer: they become one tokenizer.json."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

from exporters.outside.json_file import read_json
from mobilec.compression.vocabulary.document import (
    Document,
    byte_ids,
    characters_of,
    lowest_ids,
    names_of,
    needed_with,
    placed_ids,
    reduced,
    special_ids,
)
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.word_list import WordList

_REPLACED = ("vocab.txt", "vocab.json", "merges.txt", "*.model", "*.spm")
"""What a tokenizer.json was, or could be, made of: with the old words it would be another one."""

_SLOW = ("M2M100Tokenizer",)
"""Classes of transformers that cannot read a tokenizer.json, and the one that reads any."""
_ANY = "TokenizersBackend"


@dataclass(frozen=True)
class JsonWords:
    """``tokenizer``: of both sides of a translator. ``rows``: of the model's table; a piece with an
    id beyond it was read as the unknown word, and now is cut smaller. ``prefix``: stands before
    every source."""

    folder: Path
    tokenizer: Tokenizer
    rows: int
    prefix: str = ""

    @cached_property
    def lists(self) -> tuple[WordList, ...]:
        """The one numbering."""
        document = self._document
        mark = document["model"].get("continuing_subword_prefix") or ""
        return (
            WordList(
                names={name: id for name, id in names_of(document).items() if id < self.rows},
                fixed=special_ids(document) | lowest_ids(document) | byte_ids(document),
                needed=needed_with(document),
                says=lambda name: characters_of(name, document),
                marks=("", mark, "▁"),
                special=special_ids(document),
                placed=placed_ids(document),
            ),
        )

    def ids(self, text: str, place: int) -> tuple[int, list[int]]:
        """The number of the list, and the ids of a text; ``place``: in the data, where a source
        and its translation alternate."""
        prefix = "" if place % 2 else self.prefix
        return 0, self.tokenizer.encode(prefix + text).ids

    def write_(self, numberings: tuple[Numbering, ...]) -> None:
        """Puts the smaller tokenizer in the place of all files of the old one."""
        text = json.dumps(reduced(self._document, numberings[0]), ensure_ascii=False)
        for pattern in _REPLACED:
            for file in self.folder.glob(pattern):
                file.unlink()
        (self.folder / "tokenizer.json").write_text(text, encoding="utf-8")
        _served_by_any_(self.folder / "tokenizer_config.json")

    @cached_property
    def _document(self) -> Document:
        document: Document = json.loads(self.tokenizer.to_str())
        file = self.folder / "tokenizer.json"
        if file.is_file():
            own = read_json(file, "take the model's own again", lenient=True)
            document |= {name: own.get(name) for name in ("truncation", "padding")}
        return document


def _served_by_any_(file: Path) -> None:
    if not file.is_file():
        return
    settings = read_json(file, "take the model's own again", lenient=True)
    if settings.get("tokenizer_class") in _SLOW:
        made = json.dumps(settings | {"tokenizer_class": _ANY}, indent=2, ensure_ascii=False)
        file.write_text(made + "\n", encoding="utf-8")
