"""Gate: the cache is right at its last position, for the next sentence, and when beams move."""

import numpy as np

from exporters.bundle.translation_golden import ForcedProbe
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject, spread

LAST = 2.0
"""One step may be this often as far off as all steps together. With int8 that is half of what steps
differ by; a step that sees nothing of its cache is off by all of it and more."""


def check(subject: TranslatorSubject) -> Finding:
    """Three distances, each as a share of what logits differ by from step to step."""
    at = int(np.argmax([len(probe.forced) for probe in subject.golden.probes]))
    probe, usual = subject.golden.probes[at], spread(subject.golden)
    first = subject.probe_logits[at]
    last = subject.kept(first)[-1] - np.array(probe.logits[-1])
    again = subject.kept(subject.forced(probe)) - subject.kept(first)
    distances = {
        "last": float(np.linalg.norm(last)) / usual,
        "again": float(np.linalg.norm(again, axis=1).max()) / usual,
        "reorder": _reordered(subject, probe) / usual,
    }
    allowed = {
        "last": LAST * subject.tolerance.relative,
        "again": subject.tolerance.padding,
        "reorder": subject.tolerance.padding,
    }
    passed = all(distances[name] <= allowed[name] for name in distances)
    message = (
        f"the step at position {probe.positions[-1]} is off by {distances['last']:.2g} "
        f"({allowed['last']:g} allowed), the same source after others by {distances['again']:.2g} "
        f"({allowed['again']:g}), {_moved(subject)} by {distances['reorder']:.2g} "
        f"({allowed['reorder']:g})"
    )
    full = probe.positions[-1] == subject.model.capacity - 1
    if not full:
        message += f"; no golden reaches the last position, {subject.model.capacity - 1}"
    return Finding("cache", subject.format, passed and full, message, distances)


def _moved(subject: TranslatorSubject) -> str:
    count = subject.model.hypotheses
    return "one hypothesis, which never moves," if count == 1 else f"{count} hypotheses that moved"


def _reordered(subject: TranslatorSubject, probe: ForcedProbe) -> float:
    """How far logits are off when hypotheses were moved instead of said in another order."""
    count = subject.model.hypotheses
    if count == 1:
        return 0.0
    tokens = np.resize(np.array(probe.forced), (2, count))
    origins = np.roll(np.arange(count), 1)
    origins[0] = 0
    moved = _second_step(subject, probe, tokens, origins)
    said = _second_step(subject, probe, np.stack([tokens[0][origins], tokens[1]]), None)
    return float(np.linalg.norm(moved - said, axis=1).max())


def _second_step(
    subject: TranslatorSubject, probe: ForcedProbe, tokens: np.ndarray, origins: np.ndarray | None
) -> np.ndarray:
    """(hypotheses, kept ids) after tokens (2, hypotheses), moved by ``origins`` in between."""
    subject.model.encode(np.array(probe.input_ids, np.int64))
    subject.model.step(tokens[0], 0)
    if origins is not None:
        subject.model.reorder(origins)
    return subject.kept(subject.model.step(tokens[1], 1)).copy()
