"""Gate: padding behind a source does not change what is said, so that a mask that is ignored, in
the encoder or in a step, is found."""

import numpy as np

from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject, described, spread


def check(subject: TranslatorSubject) -> Finding:
    """The program's own logits after the same source and tokens, with pads and without."""
    probes, answers = subject.golden.probes, subject.probe_logits
    bare = {p.input_ids: at for at, p in enumerate(probes) if not p.padding}
    usual = spread(subject.golden)
    found: list[tuple[float, str]] = []
    for at, probe in enumerate(probes):
        if probe.padding:
            other = bare[probe.input_ids]
            shared = set(probe.positions) & set(probes[other].positions)
            apart = _at(subject, at, shared) - _at(subject, other, shared)
            found.append((float(np.linalg.norm(apart, axis=1).max()) / usual, described(probe)))
    if not found:
        return Finding("padding", subject.format, False, "the goldens have no padded source")
    far, worst = max(found)
    allowed = subject.tolerance.padding
    message = (
        f"padding moves the logits by {far:.2g} of what they differ by from step to step, "
        f"{allowed:g} allowed; the worst input is {worst}"
    )
    finite = all(np.isfinite(logits).all() for logits in answers)
    return Finding("padding", subject.format, finite and far <= allowed, message, {"relative": far})


def _at(subject: TranslatorSubject, at: int, positions: set[int]) -> np.ndarray:
    probe = subject.golden.probes[at]
    rows = [row for row, position in enumerate(probe.positions) if position in positions]
    return subject.kept(subject.probe_logits[at])[rows]
