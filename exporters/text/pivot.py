"""A text through translators that meet in a language, sentence by sentence.

The first cuts the text. What it says of a sentence goes to the next one at once, which cuts it
again where that became two sentences or is too long, and so on; what the last one says stands
where the sentence stood. So line breaks and spaces are those of the text, however many translators
it goes through, and what is no text is handed through by each of them as by one alone
(``exporters.text.pieces``).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from exporters.text.joining import rejoin
from exporters.text.pieces import Piece
from exporters.text.translation import Speaker, Translation

Clock = Callable[[], float]
"""Seconds from some moment on."""


@dataclass(frozen=True)
class Leg:
    """What one translator made of the whole text, and the ``seconds`` that it took."""

    translation: Translation
    seconds: float


def pivoted(
    text: str, speakers: Sequence[Speaker], clock: Clock = time.perf_counter
) -> tuple[Leg, ...]:
    """A text of any length in the language of each translator in turn; the last is what was
    wanted. ``speakers``: new ones, each of which reads what the one before it says."""
    first, *others = speakers
    legs = [_Saying(first, first.said, clock), *(_Saying(s, s.whole, clock) for s in others)]
    start = clock()
    pieces = first.pieces(text)
    legs[0].seconds = clock() - start
    for piece in pieces:
        said = piece.text
        for leg in legs:
            said = leg.say(said)
    return tuple(leg.made(pieces) for leg in legs)


@dataclass
class _Saying:
    """A translator at work. ``said``: of each piece, "" where that has no text."""

    speaker: Speaker
    by: Callable[[str], str]
    clock: Clock
    said: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def say(self, text: str) -> str:
        start = self.clock()
        self.said.append(self.by(text) if text else "")
        self.seconds += self.clock() - start
        return self.said[-1]

    def made(self, pieces: Sequence[Piece]) -> Leg:
        text = rejoin(pieces, self.said, self.speaker.words.target_language)
        return Leg(self.speaker.spoken(text), self.seconds)
