"""Translation: a text to its translation, by a program and by PyTorch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.bundle.bundle import Bundle
from exporters.bundle.stock_translator import StockTranslator
from exporters.bundle.translator import Translator, decoding_of
from exporters.decode.settings import GenerationSettings
from exporters.text.sentences import rejoin
from exporters.text.words import Words
from mobilec.checkpoint.load import Checkpoint
from mobilec.evaluation.measure import Answer, Score
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.translation_metrics import CHRF_NAME, corpus_score, token_agreement

Search = Callable[[Sequence[int]], Sequence[int]]
"""Ids of a source to the tokens of its translation, from the start token on."""


@dataclass(frozen=True)
class Translation:
    """``tokens``: of all sentences, one after the other."""

    text: str
    tokens: tuple[int, ...]


@dataclass(frozen=True)
class Texts:
    """The text side of a translator, whoever searches. ``longest``: source in tokens."""

    words: Words
    longest: int
    target_language: str | None

    def answering(self, search: Search) -> Answer:
        """A search as a function of text."""

        def answer(text: str) -> Translation:
            pieces = self.words.pieces(text, self.longest)
            found = [search(self.words.ids(p.text)) if p.text else () for p in pieces]
            said = [self.words.text(tokens) if tokens else "" for tokens in found]
            return Translation(rejoin(pieces, said), tuple(t for tokens in found for t in tokens))

        return answer


class Translating:
    """Answers are ``Translation``s. See ``mobilec.evaluation.measure.Measure``."""

    headline = CHRF_NAME
    whole = 100.0

    def __init__(self, texts: Texts, settings: GenerationSettings) -> None:
        self.texts = texts
        self.settings = settings

    @classmethod
    def of_bundle(cls, bundle: Bundle) -> "Translating":
        manifest = bundle.manifest
        texts = Texts(bundle.words, manifest.limits.longest, manifest.text.target_language)
        return cls(texts, decoding_of(manifest).settings)

    def read(self, data: Path) -> list[Pair]:
        """See ``Measure.read``."""
        return read_parallel(data)

    def exported(self, bundle: Bundle, format_name: str) -> Answer:
        """See ``Measure.exported``."""
        return self.texts.answering(Translator(bundle, format_name, self.settings).tokens)

    def original(self, checkpoint: Checkpoint) -> Answer:
        """See ``Measure.original``."""
        return self.texts.answering(StockTranslator(checkpoint.model, self.settings).searched)

    def score(self, examples: Sequence[Pair], answers: Sequence[Translation]) -> Score:
        """chrF and BLEU of all answers together."""
        references = [pair.reference for pair in examples]
        return corpus_score([a.text for a in answers], references, self.texts.target_language)

    def agreement(self, answers: Sequence[Translation], others: Sequence[Translation]) -> float:
        """The share of tokens that are the same, place by place."""
        return token_agreement([a.tokens for a in answers], [o.tokens for o in others])
