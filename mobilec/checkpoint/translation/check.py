"""A converted tokenizer against its original: the same ids, and the same text back."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from exporters.errors import Refused
from exporters.text.words import Words
from mobilec.checkpoint.translation.original import Original

TIE = 1e-5
"""Share of the logarithm of a likelihood. Of two ways to cut a text that are as likely as each
other ("ll" and "l", "l" and "ll"), SentencePiece takes the one that its sums in float32 make the
greater; tokenizers sums in float64. Rounding moves a sum by about 1e-6 of its size."""

MOST_TIES = 0.01
"""Share of the texts that may be cut in another way that is just as likely."""

_SHOWN = 60


def check_source(words: Words, original: Original, texts: Sequence[str], folder: Path) -> None:
    """Refuses a tokenizer that does not give the ids of the original, naming the first text."""
    ties = [text for text in texts if not _same(words, original, text, folder)]
    if len(ties) > MOST_TIES * len(texts):
        raise Refused(
            f"the tokenizer of {folder} cuts {len(ties)} of {len(texts)} texts in other ways than "
            f"SentencePiece that are just as likely, the first {_quoted(ties[0])}; "
            f"{_instead(folder)}"
        )


def check_target(target: Tokenizer, original: Original, texts: Sequence[str], folder: Path) -> None:
    """Refuses a tokenizer that does not make the text of the original, naming the first."""
    words = Words(target, target)
    for text in texts:
        ids = original.ids(text)
        said, expected = words.text(ids), original.text(ids)
        if said != expected:
            raise Refused(
                f"the tokenizer of {folder} says {_quoted(said)} where SentencePiece says "
                f"{_quoted(expected)}; {_instead(folder)}"
            )


def _same(words: Words, original: Original, text: str, folder: Path) -> bool:
    """False for a tie; anything worse is refused."""
    ids, expected = words.ids(text), original.ids(text)
    if ids == expected:
        return True
    if original.is_unigram and _as_likely(words.source, original, text):
        return False
    at = next(
        (i for i, (a, b) in enumerate(zip(ids, expected, strict=False)) if a != b),
        min(len(ids), len(expected)),
    )
    raise Refused(
        f"the tokenizer of {folder} could not be converted exactly: for {_quoted(text)} it gives "
        f"{ids[at : at + 4]} at place {at}, and SentencePiece gives {expected[at : at + 4]}; "
        f"{_instead(folder)}"
    )


def _as_likely(tokenizer: Tokenizer, original: Original, text: str) -> bool:
    pieces = tokenizer.encode(text, add_special_tokens=False).tokens
    ours, theirs = original.likelihood(pieces), original.likelihood(original.pieces(text))
    return abs(ours - theirs) <= TIE * abs(theirs)


def _instead(folder: Path) -> str:
    return f"put a tokenizer.json that the model was trained with into {folder}"


def _quoted(text: str) -> str:
    return ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
