"""A text translated sentence by sentence, whoever searches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exporters.decode.settings import GenerationSettings
from exporters.text.handling import Handling
from exporters.text.joining import rejoin
from exporters.text.pieces import Piece, is_translated
from exporters.text.things import things
from exporters.text.words import Words

Search = Callable[[Sequence[int]], Sequence[int]]
"""Ids of a source to the tokens of its translation, from the start token on."""

_BETWEEN = ",;:.!?…-–—"


@dataclass(frozen=True)
class Translation:
    """``tokens``: of all sentences, one after the other. ``cut``: how many of them ended because
    there was no room for more tokens (``GenerationSettings.fills``)."""

    text: str
    tokens: tuple[int, ...]
    cut: int = 0


def translated(
    text: str,
    words: Words,
    longest: int,
    search: Search,
    settings: GenerationSettings | None = None,
    handling: Handling | None = None,
) -> Translation:
    """A text of any length; its paragraphs stay. ``longest``: source of a search, in tokens.
    ``settings``: of the search, which say what was cut."""
    speaker = Speaker(words, longest, search, settings, handling or Handling())
    return speaker.spoken(speaker.whole(text))


@dataclass
class Speaker:
    """Says texts and pieces of them, and remembers the tokens of what it said. The arguments are
    those of ``translated``."""

    words: Words
    longest: int
    search: Search
    settings: GenerationSettings | None
    handling: Handling
    tokens: list[int] = field(default_factory=list)
    cut: int = 0

    def whole(self, text: str) -> str:
        """A text of any length."""
        pieces = self.pieces(text)
        said = [self.said(piece.text) if piece.text else "" for piece in pieces]
        return rejoin(pieces, said, self.words.target_language)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """What of a text is said one at a time."""
        return self.words.pieces(text, self.longest, self.handling)

    def spoken(self, text: str) -> Translation:
        """All that was said up to now, as the text that it makes."""
        return Translation(text, tuple(self.tokens), self.cut)

    def said(self, text: str) -> str:
        """A piece; where things inside it did not come through, what stands between them alone."""
        inner = [] if self.handling.as_is else [text[s.start : s.end] for s in things(text)]
        found = self._found(text)
        if all(found[0].count(thing) >= text.count(thing) for thing in inner):
            return self._kept(found)
        parts = between_things(text)
        said = [self._part(part.text) if part.text else "" for part in parts]
        return rejoin(parts, said, self.words.target_language)

    def _part(self, text: str) -> str:
        if not is_translated(text, self.words.scripts):
            return text
        return self._kept(self._found(text))

    def _found(self, text: str) -> tuple[str, Sequence[int]]:
        tokens = self.search(self.words.ids(self.words.read(text, self.handling)))
        return self.words.text(tokens), tokens

    def _kept(self, found: tuple[str, Sequence[int]]) -> str:
        text, tokens = found
        self.tokens += tokens
        self.cut += self.settings is not None and self.settings.fills(tokens)
        return text


def between_things(text: str) -> list[Piece]:
    """What stands before, between and behind the things in a piece: each part with the signs and
    spaces that follow it up to the next part, the thing among them."""
    found, at = [], 0
    begun = ""
    for span in [*things(text), None]:
        end = len(text) if span is None else span.start
        part = text[at:end]
        body = part.lstrip(_BETWEEN + " \t\u00a0\u3000") if at else part
        lead = part[: len(part) - len(body)]
        core = body.rstrip()
        if begun or lead:
            found.append(Piece("", begun + lead))
        begun = body[len(core) :]
        if core:
            found.append(Piece(core, ""))
        if span is not None:
            begun += text[span.start : span.end]
            at = span.end
    return [*found, Piece("", begun)] if begun else found
