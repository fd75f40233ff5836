"""Gate: the program answers as PyTorch does, at the shortest, a middle and the longest length."""

import numpy as np

from exporters.bundle.golden import Golden, Probe, Sentence
from exporters.verify.classification.subject import ClassifierSubject, described
from exporters.verify.error import max_abs, relative
from exporters.verify.finding import Finding


def check(subject: ClassifierSubject) -> Finding:
    """Centred relative error over sentences and probes together, within the tolerance."""
    golden = subject.golden
    cases: list[Sentence | Probe] = [*golden.sentences, *golden.probes]
    reference = np.array([case.logits for case in cases])
    output = np.concatenate([subject.sentence_logits, subject.probe_logits])
    if output.shape != reference.shape or not np.isfinite(output).all():
        return _failed(
            subject, f"logits are {output.shape}, {reference.shape} expected, or not finite"
        )
    far = relative(reference, output)
    figures = {"max_abs": max_abs(reference, output), "relative": far, "cases": len(cases)}
    figures["allowed"] = subject.tolerance.relative
    worst = int(np.abs(output - reference).max(axis=1).argmax())
    message = (
        f"relative error {far:.2g} of {subject.tolerance.relative:g} allowed "
        f"({subject.tolerance.reason}); the worst input is {_named(golden, worst)}: "
        f"{np.round(output[worst], 4).tolist()}, PyTorch {np.round(reference[worst], 4).tolist()}"
    )
    return Finding("parity", subject.format, far <= subject.tolerance.relative, message, figures)


def _named(golden: Golden, at: int) -> str:
    if at < len(golden.sentences):
        return repr(golden.sentences[at].text)
    return described(golden.probes[at - len(golden.sentences)])


def _failed(subject: ClassifierSubject, message: str) -> Finding:
    return Finding("parity", subject.format, False, message)
