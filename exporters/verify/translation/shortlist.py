"""Gate: around its output layer a program has PyTorch's logits, and a shortlist changes little."""

import numpy as np

from exporters.decode.shortlisted import ShortlistedDecoder
from exporters.verify.error import relative
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject

MOST_CHANGED = 0.5
"""Share of the golden sentences that may be translated otherwise than with every word: the lists of
Firefox's students change one in ten. One of another model, or of other languages, changes nearly
all."""


def check(subject: TranslatorSubject) -> Finding:
    """The logits of the goldens by the rows of the words that are kept, within the tolerance of
    parity; and how many of the golden sentences are translated otherwise than without the lists.
    """
    model = subject.searched_model
    if not isinstance(model, ShortlistedDecoder):
        message = "every word may come: the bundle has no shortlist"
        return Finding("shortlist", subject.format, True, message, {"changed": 0})
    far = _far(subject, model)
    sentences, free = subject.searched, subject.translated(subject.model)
    pairs = zip(sentences, subject.said, free, strict=True)
    changed = [sentence for sentence, mine, other in pairs if mine != other]
    share, allowed = len(changed) / len(sentences), subject.tolerance.relative
    lists = [len(subject.word_lists.allowed(s.input_ids)) for s in sentences]
    message = (
        f"relative error {far:.2g} of {allowed:g} allowed; with {np.mean(lists):,.0f} of "
        f"{subject.word_lists.target_words:,} words a sentence, {len(changed)} of "
        f"{len(sentences)} translations are others than with all"
    )
    if share > MOST_CHANGED:
        message += f", as that of {changed[0].text!r}: the shortlist is of another model"
    figures = {"relative": far, "changed": share, "words": float(np.mean(lists))}
    passed = far <= allowed and share <= MOST_CHANGED
    return Finding("shortlist", subject.format, passed, message, figures)


def _far(subject: TranslatorSubject, model: ShortlistedDecoder) -> float:
    """Centred relative error of the kept logits; each is of a word that is allowed for once."""
    with model.allowing(subject.golden.vocabulary):
        found = [subject.kept(subject.forced(probe, model)) for probe in subject.golden.probes]
    output = np.concatenate(found)
    if not np.isfinite(output).all():
        return float("inf")
    return relative(np.concatenate([np.array(p.logits) for p in subject.golden.probes]), output)
