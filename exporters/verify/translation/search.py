"""Gate: the search that the manifest asks for finds the translations that ``generate`` finds
(held in fp32, reported otherwise)."""

from exporters.precision.rules import Precision
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject

LEAST = {Precision.FP32: 0.95}
"""Share of equal translations. Not all, as rounding decides between hypotheses that are equally
good. Of other precisions the share is reported: one word that another score puts first changes the
rest of a sentence, and how often that happens depends on the model."""


def check(subject: TranslatorSubject) -> Finding:
    """Beam search over the golden sentences; with one beam, greedy search once more."""
    settings, sentences = subject.decoding.settings, subject.searched
    other = [
        s for s, tokens in zip(sentences, subject.said, strict=True) if tuple(tokens) != s.searched
    ]
    share = 1 - len(other) / len(sentences)
    message = (
        f"{len(sentences) - len(other)} of {len(sentences)} translations with "
        f"{settings.num_beams} beams are those of generate"
    )
    passed = share >= LEAST.get(subject.precision, 0.0)
    if not passed:
        message += f"; the first that is another is of {other[0].text!r}"
    figures = {"equal": share, "beams": settings.num_beams}
    return Finding("search", subject.format, passed, message, figures)
