"""Gate: on real sentences the program chooses the label that PyTorch chooses."""

import numpy as np

from exporters.verify.classification.subject import ClassifierSubject
from exporters.verify.finding import Finding


def check(subject: ClassifierSubject) -> Finding:
    """Every decided sentence must get its label, by the name that the manifest gives it.

    Where the two best logits are nearer than the tolerated share of the usual spread, PyTorch
    itself does not decide: the error that the precision may have could turn it.
    """
    sentences, labels = subject.golden.sentences, subject.bundle.manifest.text.labels
    chosen = [labels[int(at)] for at in subject.sentence_logits.argmax(axis=1)]
    least = subject.tolerance.relative * _spread(np.array([s.logits for s in sentences]))
    wrong = [at for at, s in enumerate(sentences) if chosen[at] != s.label]
    decided = [at for at in wrong if sentences[at].margin > least]
    share = 1 - len(wrong) / len(sentences)
    message = f"{len(sentences) - len(wrong)} of {len(sentences)} sentences have PyTorch's label"
    if decided:
        first = sentences[decided[0]]
        message += f"; {first.text!r} is {chosen[decided[0]]!r}, PyTorch says {first.label!r}"
    figures = {"agreement": share, "sentences": len(sentences)}
    return Finding("agreement", subject.format, not decided, message, figures)


def _spread(logits: np.ndarray) -> float:
    """The usual distance of a logit from its mean over the sentences."""
    return float(np.sqrt(((logits - logits.mean(axis=0)) ** 2).mean()))
