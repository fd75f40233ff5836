"""A converted tokenizer against its original: the same ids, and the same text back."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Difference:
    """One text whose ids are others; ``at``: the first place."""

    text: str
    given: list[int]
    expected: list[int]

    @property
    def at(self) -> int:
        pairs = zip(self.given, self.expected, strict=False)
        most = min(len(self.given), len(self.expected))
        return next((i for i, (a, b) in enumerate(pairs) if a != b), most)

    def said(self, by: str) -> str:
        """``by``: who gives the expected ids."""
        end = self.at + 4
        return (
            f"for {quoted(self.text)} it gives {self.given[self.at : end]} at place {self.at}, and "
            f"{by} gives {self.expected[self.at : end]}"
        )


@dataclass(frozen=True)
class Compared:
    """``ties``: texts that are cut in another way that is just as likely."""

    differences: tuple[Difference, ...]
    ties: tuple[str, ...]
    texts: int

    @property
    def same(self) -> bool:
        return not self.differences and len(self.ties) <= MOST_TIES * self.texts


def compared(words: Words, original: Original, texts: Sequence[str]) -> Compared:
    """The ids of every text by both."""
    differences, ties = [], []
    for text in texts:
        ids, expected = words.ids(text), original.ids(text)
        if ids == expected:
            continue
        if original.is_unigram and _as_likely(words.source, original, text):
            ties.append(text)
        else:
            differences.append(Difference(text, ids, expected))
    return Compared(tuple(differences), tuple(ties), len(texts))


def check_source(words: Words, original: Original, texts: Sequence[str], folder: Path) -> None:
    """Refuses a tokenizer that does not give the ids of the original, naming the first text."""
    found = compared(words, original, texts)
    if found.differences:
        raise Refused(
            f"the tokenizer of {folder} could not be converted exactly: "
            f"{found.differences[0].said('SentencePiece')}; {_instead(folder)}"
        )
    if not found.same:
        raise Refused(
            f"the tokenizer of {folder} cuts {len(found.ties)} of {len(texts)} texts in other ways "
            f"than SentencePiece that are just as likely, the first {quoted(found.ties[0])}; "
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
                f"the tokenizer of {folder} says {quoted(said)} where SentencePiece says "
                f"{quoted(expected)}; {_instead(folder)}"
            )


def _as_likely(tokenizer: Tokenizer, original: Original, text: str) -> bool:
    pieces = tokenizer.encode(text, add_special_tokens=False).tokens
    ours, theirs = original.likelihood(pieces), original.likelihood([*original.cut(text)])
    return abs(ours - theirs) <= TIE * abs(theirs)


def _instead(folder: Path) -> str:
    return f"put a tokenizer.json that the model was trained with into {folder}"


def quoted(text: str) -> str:
    """A text in a message: short, and with signs that every terminal shows."""
    return ascii(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
