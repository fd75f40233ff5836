"""Gate: after forced tokens the program has the logits that PyTorch has."""

import numpy as np

from exporters.verify.error import max_abs, relative
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject, described


def check(subject: TranslatorSubject) -> Finding:
    """Centred relative error over all steps of all probes together, within the tolerance."""
    probes, answers = subject.golden.probes, subject.probe_logits
    if not all(np.isfinite(logits).all() for logits in answers):
        return Finding("parity", subject.format, False, "some logits are not finite")
    reference = np.concatenate([np.array(probe.logits) for probe in probes])
    output = np.concatenate([subject.kept(logits) for logits in answers])
    far = relative(reference, output)
    best = np.concatenate([logits.argmax(axis=1) for logits in answers])
    same = float(np.mean(best == [token for probe in probes for token in probe.best]))
    apart = [np.abs(subject.kept(a) - p.logits).max() for a, p in zip(answers, probes, strict=True)]
    worst = probes[int(np.argmax(apart))]
    message = (
        f"relative error {far:.2g} of {subject.tolerance.relative:g} allowed "
        f"({subject.tolerance.reason}); the likeliest token is PyTorch's at {same:.1%} of "
        f"{len(best)} steps; the worst input is {described(worst)}: {max(apart):.3g} off"
    )
    figures = {
        "max_abs": max_abs(reference, output),
        "relative": far,
        "allowed": subject.tolerance.relative,
        "best": same,
        "cases": len(best),
    }
    return Finding("parity", subject.format, far <= subject.tolerance.relative, message, figures)
