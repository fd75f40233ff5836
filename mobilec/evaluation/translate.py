"""Texts through an exported translator, as an app would send them."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import ProgramFile
from exporters.bundle.translator import Translator, decoding_of
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused
from exporters.tasks.names import TRANSLATION
from exporters.text.handling import Handling
from exporters.text.surrogates import refuse_surrogates
from exporters.text.translation import Speaker, Translation
from mobilec.evaluation.opened import opened


@dataclass(frozen=True)
class Translated:
    """One text with its translation.

    ``source_tokens`` and ``target_tokens``: that the program saw and made, of all sentences
    together. ``milliseconds``: from the text to its translation. ``cut``: how many sentences of the
    translation ended because there was no room for more tokens.
    """

    text: str
    translation: str
    source_tokens: int
    target_tokens: int
    milliseconds: float
    cut: int = 0


@dataclass(frozen=True)
class TranslateResult:
    """The answers of a translator.

    ``file``: the program that ran, as the manifest names it. ``beams``: of the search.
    ``longest_target``: tokens that a sentence's translation has room for.
    """

    file: str
    format: str
    precision: str
    beams: int
    answers: tuple[Translated, ...]
    longest_target: int = 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def translate(
    folder: Path,
    texts: Iterable[str],
    format_name: str | None = None,
    beams: int | None = None,
    heard: Callable[[Translated], None] | None = None,
    handling: Handling | None = None,
    keep: bool = True,
) -> TranslateResult:
    """Runs each text through the program of a format, or through the bundle's first.

    A text of any length is split into sentences, and its line breaks stay; an empty text stays
    empty. ``heard`` is told of each answer as it comes. ``handling``: of what is no text, and of
    wrapped lines. ``keep``: the result has all answers, which of a million lines wants a gigabyte.

    Raises ``Refused``: more ``beams`` than the program extends, a text that is no Unicode, a
    bundle that is not whole, that does not translate, or that has not the format.
    """
    translating = OpenTranslator(*opened(folder, TRANSLATION, format_name), beams)
    answers: list[Translated] = []
    for text in texts:
        answer = translating.translate(text, handling)
        if heard:
            heard(answer)
        if keep:
            answers.append(answer)
    file, settings = translating.file, translating.settings
    return TranslateResult(
        file.path,
        file.format,
        file.precision,
        settings.num_beams,
        tuple(answers),
        settings.max_length - 1,
    )


class OpenTranslator:
    """A bundle that translates, with one of its programs loaded. ``beams``: None takes the
    manifest's number."""

    def __init__(self, bundle: Bundle, file: ProgramFile, beams: int | None = None) -> None:
        decoding = decoding_of(bundle.manifest)
        self.file = file
        self.settings = _with_beams(decoding.settings, beams, decoding.hypotheses)
        self._translator = Translator(bundle, file.format, self.settings)
        self._longest = bundle.manifest.limits.longest

    def translate(self, text: str, handling: Handling | None = None) -> Translated:
        """One text of any length; see ``translate`` for what is refused."""
        refuse_surrogates(text, "a text")
        counting, start = self.counting(handling), time.perf_counter()
        found = counting.speaker.spoken(counting.speaker.whole(text))
        return counting.translated(text, found, 1000 * (time.perf_counter() - start))

    def counting(self, handling: Handling | None = None) -> "Counting":
        """For one text."""
        return Counting(self._translator, self.settings, handling or Handling(), self._longest)


class Counting:
    """Says one text, and counts the tokens of every search. ``longest``: source in tokens."""

    def __init__(
        self, translator: Translator, settings: GenerationSettings, handling: Handling, longest: int
    ) -> None:
        self.speaker = Speaker(translator.words, longest, self._search, settings, handling)
        self._translator = translator
        self._read = self._made = 0

    def translated(self, text: str, found: Translation, milliseconds: float) -> Translated:
        """With what was counted up to now."""
        took = round(milliseconds, 3)
        return Translated(text, found.text, self._read, self._made, took, found.cut)

    def _search(self, input_ids: Sequence[int]) -> list[int]:
        found = self._translator.tokens(input_ids)
        self._read += len(input_ids)
        # The start token of each sentence was given, not made.
        self._made += len(found) - 1
        return found


def _with_beams(
    settings: GenerationSettings, beams: int | None, hypotheses: int
) -> GenerationSettings:
    if beams is None:
        return settings
    if beams > hypotheses:
        raise Refused(
            f"--beams {beams} was asked for, but these programs extend {hypotheses} hypotheses a "
            f"step; ask for that or fewer, or export with --beams {beams}"
        )
    return replace(settings, num_beams=beams)
