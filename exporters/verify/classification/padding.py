"""Gate: padding does not change the answer, so that a mask that is ignored is found."""

import numpy as np

from exporters.verify.classification.subject import ClassifierSubject, described
from exporters.verify.finding import Finding


def check(subject: ClassifierSubject) -> Finding:
    """The program's own answers to the same ids, with pads behind them and without."""
    probes = subject.golden.probes
    bare = {p.encoded: at for at, p in enumerate(probes) if not p.padding}
    pairs = [(at, bare[p.encoded]) for at, p in enumerate(probes) if p.padding]
    padded = subject.probe_logits[[a for a, _ in pairs]]
    unpadded = subject.probe_logits[[b for _, b in pairs]]
    reference = np.array([p.logits for p in probes] + [s.logits for s in subject.golden.sentences])
    spread = np.linalg.norm(reference - reference.mean(axis=0), axis=1).mean()
    distances = np.linalg.norm(padded - unpadded, axis=1) / max(spread, 1e-6)
    worst = int(distances.argmax())
    allowed = subject.tolerance.padding
    message = (
        f"padding moves the answer by {distances[worst]:.2g} of what answers differ by, "
        f"{allowed:g} allowed; the worst input is {described(probes[pairs[worst][0]])}"
    )
    passed = bool(np.isfinite(distances).all() and distances[worst] <= allowed)
    return Finding(
        "padding", subject.format, passed, message, {"relative": float(distances[worst])}
    )
