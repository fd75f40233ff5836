"""A checkpoint's tokenizer in the form that phones read too: tokenizer.json."""

import hashlib
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer, models

from exporters.errors import Refused
from exporters.outside.tokenizer_file import refuse_far_ids, tokenizer_in
from mobilec.checkpoint.declared import read_settings
from mobilec.checkpoint.ids.by_pieces import piece_file, settled_by_pieces
from mobilec.checkpoint.ids.by_settings import differences, settled_by_settings
from mobilec.checkpoint.ids.facts import lowercases, normal, refuse_unreached
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.settled import Settled
from mobilec.checkpoint.ids.stock import Stock, open_stock
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.ids.unknown import refuse_unencodable

_CONVERTIBLE = (
    "vocab.txt",
    "vocab.json",
    "spiece.model",
    "spm.model",
    "sentencepiece.bpe.model",
    "tokenizer.model",
)
"""What transformers can make a tokenizer.json from."""

_READ = ("*.json", "*.txt", "*.model", "*.spm")
"""Files of a folder on which its tokenizer may depend; no weights are among them."""

_KEPT = 4
"""Tokenizers that are remembered: an export plans, loads, and measures with one."""


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a checkpoint, with truncation, padding and dropout off.

    They belong to whoever calls it: the tokenizer.json of sentence-transformers models, for one,
    pads every text to 128 tokens.
    """
    return settle(folder).tokenizer


def settle(folder: Path, special: bool = True) -> Settled:
    """The same with what its ids were held against: transformers' own tokenizer of the folder, and
    SentencePiece where there is a model of it. Refused: files that contradict each other.

    ``special``: whether what stands around a text is the tokenizer's matter; a translator sets it.
    """
    text, held = _settled(folder, special, fingerprint(folder))
    return Settled(Tokenizer.from_str(text), held)


def fingerprint(folder: Path) -> str:
    """Changes with every file on which a tokenizer may depend."""
    digest = hashlib.sha256()
    for file in sorted({file for pattern in _READ for file in folder.glob(pattern)}):
        if file.is_file() and not file.name.endswith(".index.json"):
            digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=_KEPT)
def _settled(folder: Path, special: bool, _fingerprint: str) -> tuple[str, Held]:
    found = _chosen(folder, special)
    made = as_it_cuts(found.tokenizer)
    refuse_unreached(made, str(folder))
    return made.to_str(), found.held


def as_it_cuts(tokenizer: Tokenizer) -> Tokenizer:
    """Without what depends on the caller, or on chance."""
    made = Tokenizer.from_str(tokenizer.to_str())
    made.no_truncation()
    made.no_padding()
    if isinstance(made.model, models.BPE) and made.model.dropout:
        made.model.dropout = None
    return made


def _chosen(folder: Path, special: bool) -> Settled:
    file = folder / "tokenizer.json"
    own = _from_json(file) if file.is_file() else None
    if own is None and not any((folder / name).is_file() for name in _CONVERTIBLE):
        raise Refused(
            f"{folder} has no tokenizer: tokenizer.json is needed, or one of "
            f"{', '.join(_CONVERTIBLE)} to make it from"
        )
    stock = open_stock(folder)
    if not isinstance(stock, str) and stock.backend is not None:
        refuse_far_ids(stock.backend.get_vocab(), folder, "download its tokenizer again")
    if isinstance(stock, str) or stock.backend is None:
        return _alone(folder, own, stock)
    if special and (pieces := piece_file(folder, stock)):
        return settled_by_pieces(folder, pieces, own, stock)
    if own is not None:
        return settled_by_settings(folder, own, stock, special)
    made = as_it_cuts(stock.backend)
    refuse_unencodable(made, str(folder))
    texts = texts_for(made.get_vocab(with_added_tokens=False), stock.tokenizer.all_special_tokens)
    wrong = differences(made, stock.ids(texts, special), texts, special)
    assert not wrong, f"{stock.name} gives other ids than its own tokenizer.json: {wrong[0]}"
    return Settled(made, Held((stock.name,), len(texts)))


def _alone(folder: Path, own: Tokenizer | None, stock: Stock | str) -> Settled:
    """Where transformers has no tokenizer.json to compare with, or cannot open the folder."""
    reason = stock if isinstance(stock, str) else f"{stock.kind} cuts text by code of its own"
    if own is not None:
        note = f"transformers was not asked for ids: {reason}. tokenizer.json was followed."
        return Settled(own, Held((), 0, (note,)))
    found = [name for name in _CONVERTIBLE if (folder / name).is_file()]
    raise Refused(
        f"{folder} has no tokenizer.json, and {', '.join(found)} could not be made into one: "
        f"{reason}; what may be missing: pip install sentencepiece protobuf"
    )


def _from_json(file: Path) -> Tokenizer:
    tokenizer = tokenizer_in(file, "download it again")
    _check_casing(file.parent, tokenizer)
    made = as_it_cuts(tokenizer)
    refuse_unencodable(made, str(file.parent))
    return made


def _check_casing(folder: Path, tokenizer: Tokenizer) -> None:
    """A tokenizer that lowercases against its own settings has been mixed from two models."""
    declared, does = read_settings(folder).get("do_lower_case"), lowercases(tokenizer)
    if isinstance(declared, bool) and declared != does:
        raise Refused(
            f"{folder}/tokenizer_config.json says do_lower_case={declared}, and tokenizer.json has "
            f"lowercase={does}: of 'A Film' it makes {normal(tokenizer, 'A Film')!r}; make them "
            "say what the model was trained with"
        )
