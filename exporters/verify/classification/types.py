"""Gate: where a program reads token types, they move its answer as they move PyTorch's."""

import numpy as np

from exporters.verify.classification.subject import ClassifierSubject, described
from exporters.verify.finding import Finding

ANSWERS = 2
"""A movement lies between two answers, each of which may be as far off as the precision allows."""


def check(subject: ClassifierSubject) -> Finding:
    """Of the same ids with other types: a program that ignores them answers alike to the last bit,
    one that reads another row of the table is further off than its precision allows."""
    probes = subject.golden.probes
    bare = [at for at, probe in enumerate(probes) if not probe.padding]
    pairs = [
        (a, b)
        for place, a in enumerate(bare)
        for b in bare[place + 1 :]
        if probes[a].input_ids == probes[b].input_ids
    ]
    if not pairs:
        return Finding("token types", subject.format, True, "the program reads no token types")
    reference = np.array([probe.logits for probe in probes])
    spread = np.linalg.norm(reference - reference.mean(axis=0), axis=1).mean()
    moved, expected = (
        np.stack([found[a] - found[b] for a, b in pairs])
        for found in (subject.probe_logits, reference)
    )
    sizes = np.linalg.norm(expected, axis=1)
    far = np.linalg.norm(moved - expected, axis=1) / np.maximum(np.maximum(sizes, spread), 1e-6)
    ignored = bool((sizes > 0).any() and not moved.any())
    worst, allowed = int(far.argmax()), ANSWERS * subject.tolerance.relative
    message = (
        f"other types move the answer by {far[worst]:.2g} otherwise than PyTorch's, "
        f"{allowed:g} allowed; the worst input is "
        f"{described(probes[pairs[worst][0]])}"
    )
    if ignored:
        message = "other types give the same answers to the last bit, so the program ignores them"
    passed = bool(np.isfinite(far).all() and far[worst] <= allowed)
    figures = {"relative": float(far[worst])}
    return Finding("token types", subject.format, passed and not ignored, message, figures)
