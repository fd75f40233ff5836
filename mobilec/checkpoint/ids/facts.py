"""What a tokenizer does to characters, seen by what it makes of them, whatever its components
are."""

import unicodedata
from collections.abc import Callable, Mapping

from tokenizers import Tokenizer, models

from exporters.errors import Refused

_MOST_UNREACHED = 100
_MOST_UNREACHED_SHARE = 0.05
"""Of a vocabulary. Uncased ones have next to no capital, cased ones a quarter of their words."""


def normal(tokenizer: Tokenizer, text: str) -> str:
    """The text as the model of the tokenizer gets it."""
    normalizer = tokenizer.normalizer
    return text if normalizer is None else str(normalizer.normalize_str(text))


def lowercases(tokenizer: Tokenizer) -> bool:
    """Whether capitals are gone."""
    return "a" in normal(tokenizer, "A")


def strips_accents(tokenizer: Tokenizer) -> bool:
    """Whether é is e afterwards. Taken apart it is still an é."""
    return "é" not in unicodedata.normalize("NFC", normal(tokenizer, "é"))


def parts_chinese(tokenizer: Tokenizer) -> bool:
    """Whether every Chinese character is a word."""
    return " " in normal(tokenizer, "a的人b")


def puts_space_first(tokenizer: Tokenizer) -> bool:
    """Whether a text begins with a space that nobody wrote."""
    splits = tokenizer.pre_tokenizer
    parts = [] if splits is None else splits.pre_tokenize_str("a")
    return bool(parts) and parts[0][0] != "a"


FACTS: Mapping[str, tuple[str, Callable[[Tokenizer], bool]]] = {
    "do_lower_case": ("lowercase", lowercases),
    "strip_accents": ("strip_accents", strips_accents),
    "tokenize_chinese_chars": ("handle_chinese_chars", parts_chinese),
    "add_prefix_space": ("add_prefix_space", puts_space_first),
}
"""A setting of tokenizer_config.json to its name in tokenizer.json, and how it is seen."""


def is_rebuilt(tokenizer: Tokenizer) -> bool:
    """Whether transformers has always put its settings over such a tokenizer.json: those of BERT,
    and byte-level ones. Up to version 4 it took all others as they are."""
    words = isinstance(tokenizer.model, models.WordPiece | models.WordLevel)
    return words or "ByteLevel" in str(tokenizer.pre_tokenizer)


def refuse_unreached(tokenizer: Tokenizer, where: str) -> None:
    """Refuses a vocabulary with many capitalised words that no text can give, as all is
    lowercased."""
    if not lowercases(tokenizer):
        return
    added = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
    names = tokenizer.get_vocab(with_added_tokens=False)
    capital = [n for n in names if n not in added and n != n.lower() and normal(tokenizer, n) != n]
    if len(capital) < max(_MOST_UNREACHED, _MOST_UNREACHED_SHARE * len(names)):
        return
    shown = ", ".join(repr(name) for name in sorted(capital, key=lambda name: names[name])[:3])
    raise Refused(
        f"the tokenizer of {where} makes every text lowercase, and {len(capital)} of its "
        f"{len(names)} words have capitals ({shown}), which no text can reach: it is a cased "
        "vocabulary. Write "
        f'{{"do_lower_case": false}} into tokenizer_config.json if the model was trained with case'
    )
