"""The ids of a translator's sources beside those of transformers' own tokenizer of the folder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from exporters.errors import Refused
from exporters.text.words import Words
from mobilec.checkpoint.declared import added_tokens
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.stock import Stock, open_stock
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.tokenizer import fingerprint
from mobilec.checkpoint.translation.check import MOST_TIES, Difference
from mobilec.checkpoint.translation.convert import NEVER_IN_TEXT

GENERIC = ("TokenizersBackend", "PreTrainedTokenizerFast")
"""Classes of transformers for whatever stands in a tokenizer.json."""


@dataclass(frozen=True)
class Asked:
    """``language``: of the source, where a token stands for it. ``first``: what Marian has in a
    text to name the target language. ``codes``: the tokens of all languages."""

    language: str | None
    first: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """``source_file``: the tokenizer.json of ``words``, by which it is known again. ``so_far``:
    what its ids were held against already."""

    folder: Path
    words: Words = field(compare=False)
    source_file: bytes = field(repr=False)
    prefix: str
    so_far: Held
    asked: Asked


def held_by_stock(case: Case) -> Held:
    """Refused is what cannot be explained: other ids than a tokenizer of transformers that runs
    SentencePiece itself, and other tokens around a text than any."""
    return _held(case, fingerprint(case.folder))


@lru_cache(maxsize=2)
def _held(case: Case, _fingerprint: str) -> Held:
    """An export reads its text side several times: it is remembered."""
    folder, words, so_far, asked = case.folder, case.words, case.so_far, case.asked
    stock = open_stock(folder)
    if isinstance(stock, str):
        by_pieces = bool(so_far.against)
        note = f"transformers was not asked for ids: {stock}."
        return Held(notes=(note,) if by_pieces else ())
    if problem := _speaks(stock, asked.language):
        return Held(notes=(f"The {stock.name} was not asked for ids: {problem}.",))
    _refuse_other_marks(folder, stock, words, asked)
    if not any(name.startswith("SentencePiece") for name in so_far.against):
        return Held()
    typed = [added.token.content for added in added_tokens(folder)]
    texts = texts_for(_plain_names(words), (t for t in typed if t not in asked.codes))
    theirs = stock.ids([asked.first + words.prefix + text for text in texts])
    given = [words.ids(text) for text in texts]
    pairs = zip(texts, given, theirs, strict=True)
    found = [Difference(text, ours, ids) for text, ours, ids in pairs if ours != ids]
    ties = [each for each in found if _is_tie(each, typed)]
    if len(ties) == len(found) <= MOST_TIES * len(texts):
        return Held((stock.name,), len(texts))
    said = found[0].said("transformers")
    if stock.backend is None:
        raise Refused(
            f"the tokenizer of {folder} gives other ids than the {stock.name} for {len(found)} of "
            f"{len(texts)} texts: {said}. Both run SentencePiece on the same files: one of the "
            "declarations beside them (added_tokens.json, tokenizer_config.json, "
            "special_tokens_map.json) says what the other files do not"
        )
    return Held(
        (),
        len(texts),
        (
            f"The {stock.name} gives other ids for {len(found)} of {len(texts)} texts: {said}. "
            "SentencePiece was followed: the model was trained with it.",
        ),
    )


def _is_tie(found: Difference, typed: Sequence[str]) -> bool:
    """As many pieces, for which SentencePiece was asked before: see ``TIE``. What the files declare
    can mislead only where an added token stands."""
    plain = not any(token in found.text for token in typed)
    return plain and len(found.given) == len(found.expected)


def _plain_names(words: Words) -> list[str]:
    """Names of a vocabulary that text may give: no special ones, and none that are made up."""
    special = {t.content for t in words.source.get_added_tokens_decoder().values() if t.special}
    names = words.source.get_vocab(with_added_tokens=False)
    return [name for name in names if name not in special and not name.startswith(NEVER_IN_TEXT)]


def _speaks(stock: Stock, language: str | None) -> str:
    """Sets the language of sources; why that cannot be done, or nothing."""
    made = stock.tokenizer
    if language is None or not hasattr(made, "src_lang"):
        return ""
    try:
        made.src_lang = language
    except (KeyError, ValueError, TypeError):
        return f"it has no language {language!r}"
    token = getattr(made, "lang_code_to_token", {}).get(language, language)
    known = made.convert_tokens_to_ids(token) != made.unk_token_id
    return "" if known else f"it has no language {language!r}"


def _refuse_other_marks(folder: Path, stock: Stock, words: Words, asked: Asked) -> None:
    """What stands around a text decides what a model translates, and into what. A class of any
    tokenizer.json knows no languages, and says nothing of them."""
    if not asked.codes or stock.kind in GENERIC:
        return
    ours = [words.source.id_to_token(id) for id in words.source.encode("").ids]
    (ids,) = stock.ids([asked.first.strip()])
    theirs = [stock.tokenizer.convert_ids_to_tokens(id) for id in ids]
    if ours != theirs:
        raise Refused(
            f"{folder}: a text would stand between {ours}, and the {stock.name} puts {theirs} "
            "there; set tokenizer_class in tokenizer_config.json to the one that the model was "
            "trained with"
        )
