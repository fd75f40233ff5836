"""Exporting a translator."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import torch

from exporters.bundle.decoding import ShortlistEntry, decoding_with
from exporters.bundle.golden import LEAST_SENTENCES, Lengths, write_golden
from exporters.bundle.golden import NAME as GOLDEN
from exporters.bundle.manifest import Limits, TextFile
from exporters.bundle.stock_translator import StockTranslator
from exporters.bundle.text_entry import Text
from exporters.bundle.translation_golden import (
    GoldenOptions,
    make_translation_golden,
    shipped_sentences,
)
from exporters.bundle.write import describe_text
from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.translation.encode import SHORTEST
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import APPEND, States, states_of
from exporters.errors import Refused
from exporters.families.registry import refuse_unserved
from exporters.formats import FACTS
from exporters.neural_engine import ALIGNMENT, aligned
from exporters.text.language import sentence_language
from exporters.text.word_lists import NAME
from mobilec.checkpoint.describe import Description
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.load import Checkpoint
from mobilec.checkpoint.load import describe_text as text_of
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.compression.execution.execute import executable
from mobilec.compression.execution.words import notes_of
from mobilec.evaluation.encoding import longest_translation
from mobilec.evaluation.measure import Answer
from mobilec.evaluation.parallel import read_parallel
from mobilec.evaluation.translating import Texts, Translating
from mobilec.exporting.forced import Emulation
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.shortlist import in_words, lists_for, write_lists
from mobilec.exporting.task import Contents, Exporting, Tolerances

TOKENIZER = "tokenizer.json"
TARGET_TOKENIZER = "target_tokenizer.json"


class Translation:
    """See ``mobilec.exporting.task.Exporting``."""

    def bounds(self, about: Description) -> tuple[int | None, ...]:
        """Its positions."""
        return (about.max_positions,)

    def refuse(self, options: ExportOptions, about: Description) -> None:
        """Families, languages, search settings and positions need no weights."""
        refuse_unserved(about.config.model_type)
        if options.calibration is not None:
            raise _no_ranges(str(options.calibration))
        options.refuse_longer_than(about.max_positions, about.source)
        options.refuse_shorter_than(SHORTEST, about.source)
        target = _settings(about, options).max_length - 1
        if about.max_positions is not None and target > about.max_positions:
            raise Refused(
                f"--max-target {target} was asked for, but {about.source} has positions for "
                f"{about.max_positions} tokens; ask for that or less"
            )

    def methods(self, format_name: str, options: ExportOptions) -> dict[str, str]:
        """Core ML has functions for each length, the other formats one dynamic length."""
        lengths = [f"up to {options.lengths[-1]}"]
        names = [""]
        if FACTS[format_name].has_functions(options.ios):
            lengths, names = [str(n) for n in options.lengths], [f"_{n}" for n in options.lengths]
        encode = {f"encode{name}": f"(1, {n})" for name, n in zip(names, lengths, strict=True)}
        step = "one token of each hypothesis, source "
        decode = {f"decode{name}": f"{step}{n}" for name, n in zip(names, lengths, strict=True)}
        return encode | decode

    def facts(self, options: ExportOptions, about: Description) -> dict[str, str]:
        """Languages and the search."""
        text = _text(about, options)
        settings = _settings(about, options)
        search = "greedy" if settings.num_beams == 1 else f"{settings.num_beams} beams"
        languages = f"{text.source_language or '?'} to {text.target_language or '?'}"
        facts = {
            "languages": languages,
            "search": f"{search}, at most {settings.max_length - 1} tokens a sentence",
        }
        if text.prefix:
            facts["prefix"] = repr(text.prefix)
        facts["shortlist"] = in_words(options.translation.shortlist, about.folder)
        return facts

    def captured(self, checkpoint: Checkpoint, options: ExportOptions) -> "CapturedTranslator":
        """See ``Exporting.captured``."""
        return CapturedTranslator(checkpoint, options)


def _text(about: Description, options: ExportOptions) -> TranslationText:
    text = text_of(about, options.translation.languages)
    assert text is not None, "text_of gives one for every translator"
    return text


def _settings(about: Description, options: ExportOptions) -> GenerationSettings:
    return settings_for(_text(about, options).settings, options, about.max_positions)


def settings_for(
    own: GenerationSettings, options: ExportOptions, positions: int | None
) -> GenerationSettings:
    """The search of the bundle: the checkpoint's, with what was asked for.

    Unasked, a translation is as long as the checkpoint's limit, at most as ``longest_translation``
    says. ``positions``: of the model, None for no limit.
    """
    settings = own.within(longest_translation(options.lengths[-1], positions))
    asked = options.translation
    if asked.max_target is not None:
        settings = replace(own, max_length=asked.max_target + 1).within(asked.max_target)
    if asked.beams is not None:
        settings = replace(settings, num_beams=asked.beams)
    return settings


def _no_ranges(data: str) -> Refused:
    return Refused(
        f"--calibrate {data}: --precision int8-static cannot be made of a translator. Its ranges "
        f"come from whole texts, and a decoder runs one token at a time; ask for int8, which finds "
        f"them while it runs"
    )


def rounded_states(states: States, options: ExportOptions) -> tuple[str, ...]:
    """A note for each size of cache that Core ML keeps in states that are larger than it."""
    if not any(FACTS[name].has_functions(options.ios) for name in options.wanted_formats()):
        return ()
    caches = {state.shape[1:] for state in states.kept if state.update == APPEND}
    return tuple(
        _rounded(*sizes) for sizes in sorted(caches) if tuple(map(aligned, sizes)) != sizes
    )


def _rounded(capacity: int, width: int) -> str:
    positions = aligned(capacity)
    more = f" --max-target {positions} takes no more memory." if positions > capacity else ""
    return (
        f"The .mlpackage keeps its cache in states of {positions} x {aligned(width)} where the "
        f"translator has {capacity} tokens x {width} numbers a head: the Neural Engine takes "
        f"multiples of {ALIGNMENT}.{more}"
    )


class CapturedTranslator:
    """See ``mobilec.exporting.task.Captured``."""

    def __init__(self, checkpoint: Checkpoint, options: ExportOptions) -> None:
        assert checkpoint.text is not None, "load gives one for every translator"
        self._checkpoint, self._options = checkpoint, options
        self._text: TranslationText = checkpoint.text
        self.settings = settings_for(self._text.settings, options, checkpoint.max_positions)
        self._longest = options.lengths[-1]
        capacity, hypotheses = self.settings.max_length - 1, self.settings.num_beams
        plain = executable(checkpoint.model, options.execution, options.wanted_formats())
        self._plain = plain.model
        self.notes = notes_of(plain)
        asked_list = options.translation.shortlist
        lists = lists_for(asked_list, checkpoint.folder, plain.model, self.settings)
        asked = CaptureOptions(self._longest, capacity, hypotheses, lists is not None)
        self.program = capture(plain.model, checkpoint.task, asked)
        self._word_lists = lists
        side = Texts(self._text.words, self._longest, self._text.target_language)
        self.measure = Translating(side, self.settings)

    def held(self) -> Held:
        """See ``Captured.held``; the text side was held when it was loaded."""
        return self._checkpoint.held

    @property
    def _states(self) -> States:
        return states_of(self.program)

    def samples(self, data: Path) -> list[tuple[torch.Tensor, ...]]:
        """Never asked for, as the plan refuses."""
        raise _no_ranges(str(data))

    def ask(self, tolerances: Tolerances) -> Contents:
        """See ``Captured.ask``."""
        text, language = self._text, sentence_language(self._text.source_language)
        shortest = self.program.method("encode").dimensions["length"].minimum
        limits = Limits(shortest, self._longest, self._states.capacity)
        golden = make_translation_golden(
            self._stock(),
            text.words,
            GoldenOptions(
                lengths=Lengths(shortest, self._longest),
                capacity=self._states.capacity,
                settings=self.settings,
                language=language,
                pad_id=self._checkpoint.pad_id,
                tolerance=dict(tolerances),
                texts=self._own_sentences(language),
            ),
        )

        def write(folder: Path) -> tuple[TextFile, ...]:
            write_golden(golden, folder)
            golden_file = describe_text(folder / GOLDEN, "golden")
            return (*_write_tokenizers(text, folder), *write_lists(lists, folder), golden_file)

        notes = self.notes
        if golden.language != language:
            notes = (
                *notes,
                f"There are no golden sentences in {language!r}: English ones were used. Give "
                f"{LEAST_SENTENCES} or more with --eval for golden sentences of your own.",
            )
        notes = (*notes, *rounded_states(self._states, self._options))
        lists = self._word_lists
        listed = None if lists is None else ShortlistEntry(NAME)
        decoding = decoding_with(self.settings, self._states, listed)
        texts = tuple(sentence.text for sentence in golden.sentences)
        return Contents(
            texts, write, _manifest_text(text, self._checkpoint), limits, decoding, notes
        )

    def _stock(self) -> StockTranslator:
        lists = self._word_lists
        allowed = None if lists is None else lists.allowed
        return StockTranslator(self._checkpoint.model, self.settings, self._plain, allowed)

    def _own_sentences(self, language: str) -> tuple[str, ...]:
        """The user's, where there is no list in the language: they end up in the bundle."""
        found, _ = shipped_sentences(language)
        if found == language or self._options.evaluation is None:
            return ()
        texts = tuple(pair.text for pair in read_parallel(self._options.evaluation))
        return texts if len(texts) >= LEAST_SENTENCES else ()

    @cached_property
    def _emulation(self) -> Emulation:
        return Emulation(self.program, self.settings)

    def worst_layers(
        self, texts: Sequence[str], doing: Callable[[str], None]
    ) -> list[tuple[str, ...]]:
        """See ``Captured.worst_layers``."""
        words = self._text.words
        pieces = [p.text for text in texts for p in words.pieces(text, self._longest) if p.text]
        return self._emulation.worst_layers([words.ids(piece) for piece in pieces], doing)

    def emulated(self, kept: Sequence[str]) -> Answer:
        """See ``Captured.emulated``."""
        return self.measure.texts.answering(self._emulation.search(kept))


def _write_tokenizers(text: TranslationText, folder: Path) -> tuple[TextFile, ...]:
    (folder / TOKENIZER).write_bytes(text.source_file)
    source = describe_text(folder / TOKENIZER, "tokenizer")
    if text.target_file is None:
        return (source,)
    (folder / TARGET_TOKENIZER).write_bytes(text.target_file)
    return source, describe_text(folder / TARGET_TOKENIZER, "target tokenizer")


def _manifest_text(text: TranslationText, checkpoint: Checkpoint) -> Text:
    return Text(
        tokenizer=TOKENIZER,
        labels=(),
        pad_id=checkpoint.pad_id,
        target_tokenizer=None if text.target_file is None else TARGET_TOKENIZER,
        prefix=text.prefix,
        source_language=text.source_language,
        target_language=text.target_language,
        unknown=text.unknown,
        source_scripts=text.words.scripts,
    )


EXPORTING: Exporting = Translation()
