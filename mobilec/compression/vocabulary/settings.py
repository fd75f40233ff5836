"""Ids of words in the settings beside a model: config.json, the search, the tokenizer's own."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exporters.outside.json_file import read_json
from mobilec.compression.vocabulary.numbering import Numbering

_LISTS = ("bad_words_ids", "suppress_tokens", "begin_suppress_tokens", "force_words_ids")
_PAIRS = "forced_decoder_ids"
"""[place, id] each."""
_WEIGHED = "sequence_bias"
"""[ids, number] each."""


def ids_in(settings: Mapping[str, Any]) -> set[int]:
    """Every id that settings name."""
    return {id for name, value in _named(settings) for id in _flat(value, name)}


def renumbered(settings: Mapping[str, Any], numbering: Numbering) -> dict[str, Any]:
    """The values that change, by name."""
    found = {name: _new(value, name, numbering) for name, value in _named(settings)}
    return {name: value for name, value in found.items() if value != settings[name]}


def renumber_files_(folder: Path, numbering: Numbering) -> None:
    """generation_config.json, and where a tokenizer's settings list its added tokens."""
    for name in ("generation_config.json", "tokenizer_config.json", "added_tokens.json"):
        file = folder / name
        if file.is_file():
            document = read_json(file, "take the model's own again", lenient=True)
            text = json.dumps(_document(name, document, numbering), indent=2, ensure_ascii=False)
            file.write_text(text + "\n", encoding="utf-8")


def _document(name: str, document: dict[str, Any], numbering: Numbering) -> dict[str, Any]:
    if name == "added_tokens.json":
        return {token: numbering.new(id) for token, id in document.items()}
    added = document.get("added_tokens_decoder")
    if added is not None:
        added = {str(numbering.new(int(id))): token for id, token in added.items()}
        return document | {"added_tokens_decoder": added}
    return document | renumbered(document, numbering)


def _named(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if value is not None and (
            name.endswith("_token_id") or name in (*_LISTS, _PAIRS, _WEIGHED)
        ):
            yield name, value


def _flat(value: Any, name: str) -> Iterator[int]:
    if isinstance(value, int):
        yield value
        return
    parts = {_PAIRS: slice(1, None), _WEIGHED: slice(1)}
    for each in value:
        yield from _flat(each[parts[name]] if name in parts else each, "")


def _new(value: Any, name: str, numbering: Numbering) -> Any:
    if isinstance(value, int):
        return numbering.new(value)
    if name == _PAIRS:
        return [[place, numbering.new(id)] for place, id in value]
    if name == _WEIGHED:
        return [[_new(ids, "", numbering), number] for ids, number in value]
    return [_new(each, "", numbering) for each in value]
