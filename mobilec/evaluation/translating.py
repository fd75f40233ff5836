"""Translation: a text to its translation, by a program and by PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from exporters.bundle.bundle import Bundle
from exporters.bundle.stock_translator import StockTranslator
from exporters.bundle.translator import Translator, decoding_of
from exporters.decode.settings import GenerationSettings
from exporters.tasks.names import TRANSLATION
from exporters.text.translation import Search, Translation, translated
from exporters.text.words import Words
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.checkpoint.translation.languages import Languages
from mobilec.evaluation.encoding import longest_text, longest_translation
from mobilec.evaluation.measure import Answer, Score
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.translation_metrics import CHRF_NAME, corpus_score, token_agreement


@dataclass(frozen=True)
class Texts:
    """The text side of a translator, whoever searches. ``longest``: source in tokens."""

    words: Words
    longest: int
    target_language: str | None

    def answering(self, search: Search, settings: GenerationSettings | None = None) -> Answer:
        """A search as a function of text; ``settings`` say what was cut."""
        return lambda text: translated(text, self.words, self.longest, search, settings)


class Translating:
    """Answers are ``Translation``s. See ``mobilec.evaluation.measure.Measure``."""

    headline = CHRF_NAME
    whole = 100.0

    def __init__(self, texts: Texts, settings: GenerationSettings) -> None:
        self.texts = texts
        self.settings = settings

    @classmethod
    def of_bundle(cls, bundle: Bundle) -> Self:
        """See ``Measure.of_bundle``."""
        manifest = bundle.manifest
        texts = Texts(bundle.words, manifest.limits.longest, manifest.text.target_language)
        return cls(texts, decoding_of(manifest).settings)

    @classmethod
    def of_checkpoint(cls, checkpoint: Checkpoint) -> Self:
        """See ``Measure.of_checkpoint``."""
        text, longest = checkpoint.text, longest_text(checkpoint.max_positions)
        assert text is not None, "load gives one for every translator"
        room = longest_translation(longest, checkpoint.max_positions)
        return cls(Texts(text.words, longest, text.target_language), text.settings.within(room))

    def read(self, data: Path) -> list[Pair]:
        """See ``Measure.read``."""
        return read_parallel(data)

    def exported(self, bundle: Bundle, format_name: str) -> Answer:
        """See ``Measure.exported``."""
        translator = Translator(bundle, format_name, self.settings)
        return self.texts.answering(translator.tokens, self.settings)

    def loaded(self, source: str, bundle: Bundle) -> Checkpoint:
        """See ``Measure.loaded``. A prefix follows from the languages, where they are known."""
        text = bundle.manifest.text
        known = text.source_language is not None and text.target_language is not None
        prefix = None if known else text.prefix or None
        asked = Languages(text.source_language, text.target_language, prefix)
        return load(source, TRANSLATION, asked)

    def original(self, checkpoint: Checkpoint) -> Answer:
        """See ``Measure.original``."""
        stock = StockTranslator(checkpoint.model, self.settings)
        return self.texts.answering(stock.searched, self.settings)

    def score(self, examples: Sequence[Pair], answers: Sequence[Translation]) -> Score:
        """chrF and BLEU of all answers together."""
        references = [pair.reference for pair in examples]
        return corpus_score([a.text for a in answers], references, self.texts.target_language)

    def cut(self, examples: Sequence[Pair], answers: Sequence[Translation]) -> int:  # noqa: ARG002
        """See ``Measure.cut``: rows of which a translation ended for want of room."""
        return sum(answer.cut > 0 for answer in answers)

    def agreement(self, answers: Sequence[Translation], others: Sequence[Translation]) -> float:
        """The share of tokens that are the same, place by place."""
        return token_agreement([a.tokens for a in answers], [o.tokens for o in others])
