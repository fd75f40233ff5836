"""Which id each family gives to which piece of a SentencePiece model, language and special token.

From the tokenizers of transformers 5.23, by the words of exporters.families; the pieces' own
numbers are the ids of no family but T5's.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from transformers.models.m2m_100 import tokenization_m2m_100
from transformers.models.mbart import tokenization_mbart
from transformers.models.mbart50 import tokenization_mbart50
from transformers.models.nllb import tokenization_nllb

from exporters.errors import Refused
from exporters.families.mbart import is_fifty
from exporters.outside.json_file import read_json
from mobilec.checkpoint.declared import token_of
from mobilec.checkpoint.translation.convert import Ids
from mobilec.checkpoint.translation.piece_model import PieceModel

_FAIRSEQ = ("<s>", "<pad>", "</s>", "<unk>")
_FAIRSEQ_OWN = 3
"""How many special pieces a model file begins with, in whose place ``_FAIRSEQ`` stands."""


def marian(file: Path, settings: Mapping[str, Any]) -> Ids:
    """vocab.json has every id. ``>>xx<<`` are the languages of a model that makes several."""
    names = read_names(file)
    unknown, end, pad = (
        token_of(settings, role, file.parent) or usual
        for role, usual in (("unk", "<unk>"), ("eos", "</s>"), ("pad", "<pad>"))
    )
    languages = [name for name in names if name.startswith(">>") and name.endswith("<<")]
    return _checked(names, (end, unknown, pad, *languages), unknown, end, file)


def m2m100(file: Path, settings: Mapping[str, Any]) -> Ids:
    """vocab.json, then a token for each language."""
    names = read_names(file)
    chosen = str(settings.get("language_codes", "m2m100"))
    known = tokenization_m2m_100.FAIRSEQ_LANGUAGE_CODES
    if chosen not in known:
        raise Refused(f"{file.parent} has language_codes {chosen!r}; known are {', '.join(known)}")
    languages = [f"__{code}__" for code in known[chosen]]
    names |= {token: len(names) + place for place, token in enumerate(languages)}
    return _checked(names, (*_FAIRSEQ, *languages), "<unk>", "</s>", file)


def nllb(model: PieceModel) -> Ids:
    """Four special tokens, the pieces, 202 languages, a mask."""
    return _fairseq(model, tokenization_nllb.FAIRSEQ_LANGUAGE_CODES)


def mbart(model: PieceModel) -> Ids:
    """The same with 25 languages."""
    return _fairseq(model, tokenization_mbart.FAIRSEQ_LANGUAGE_CODES)


def mbart50(model: PieceModel) -> Ids:
    """The same with 52 languages."""
    return _fairseq(model, tokenization_mbart50.FAIRSEQ_LANGUAGE_CODES)


def t5(model: PieceModel, settings: Mapping[str, Any]) -> Ids:
    """The pieces by their own numbers, then the marks of gaps, counted down, where they are not
    among the pieces."""
    gaps = [f"<extra_id_{i}>" for i in reversed(range(int(settings.get("extra_ids", 100))))]
    after = (gap for gap in gaps if gap not in model.names)
    names = {name: id for id, name in enumerate((*model.names, *after))}
    special = ("<pad>", "</s>", "<unk>", *gaps)
    return _checked(names, special, "<unk>", "</s>", model.path)


def _mbart(model: PieceModel, settings: Mapping[str, Any]) -> Ids:
    return mbart50(model) if is_fifty(settings) else mbart(model)


PIECES: dict[str, Callable[[PieceModel, Mapping[str, Any]], Ids]] = {
    "t5": t5,
    "nllb": lambda model, _: nllb(model),
    "mbart": _mbart,
}
"""By what a family calls its ``pieces``, of a SentencePiece model and the tokenizer's settings."""

NAMED: dict[str, Callable[[Path, Mapping[str, Any]], Ids]] = {"m2m_100": m2m100}
"""By what it calls its ``named_pieces``, of vocab.json and the settings."""


def read_names(file: Path) -> dict[str, int]:
    """A JSON object of names and ids."""
    names = read_json(file, "download it again", lenient=True)
    if not isinstance(names, dict) or not all(type(id) is int for id in names.values()):
        raise Refused(f"{file} does not give names their ids; download it again")
    return names


def _fairseq(model: PieceModel, languages: Sequence[str]) -> Ids:
    order = (*_FAIRSEQ, *model.names[_FAIRSEQ_OWN:], *languages, "<mask>")
    names = {name: id for id, name in enumerate(order)}
    return _checked(names, (*_FAIRSEQ, *languages, "<mask>"), "<unk>", "</s>", model.path)


def _checked(
    names: dict[str, int], special: tuple[str, ...], unknown: str, end: str, file: Path
) -> Ids:
    there = tuple(name for name in dict.fromkeys(special) if name in names)
    if missing := [name for name in (unknown, end) if name not in names]:
        raise Refused(f"{file} has no {', '.join(missing)}; it is another family's vocabulary")
    if len(set(names.values())) != len(names):
        raise Refused(f"{file} gives one id to several names; download it again")
    return Ids(names, there, unknown, end)
