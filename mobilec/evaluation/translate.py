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
from exporters.text.translation import translated
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
) -> TranslateResult:
    """Runs each text through the program of a format, or through the bundle's first.

    A text of any length is split into sentences, and its line breaks stay; an empty text stays
    empty. ``heard`` is told of each answer as it comes. ``handling``: of what is no text, and of
    wrapped lines.

    Raises ``Refused``: more ``beams`` than the program extends, a text that is no Unicode, a
    bundle that is not whole, that does not translate, or that has not the format.
    """
    translating = OpenTranslator(*opened(folder, TRANSLATION, format_name), beams)
    answers = []
    for text in texts:
        answers.append(translating.translate(text, handling))
        if heard:
            heard(answers[-1])
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
        sources, made = [], []

        def search(input_ids: Sequence[int]) -> list[int]:
            found = self._translator.tokens(input_ids)
            sources.append(len(input_ids))
            # The start token of each sentence was given, not made.
            made.append(len(found) - 1)
            return found

        refuse_surrogates(text, "a text")
        words, start = self._translator.words, time.perf_counter()
        found = translated(text, words, self._longest, search, self.settings, handling)
        milliseconds = round(1000 * (time.perf_counter() - start), 3)
        return Translated(text, found.text, sum(sources), sum(made), milliseconds, found.cut)


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
