"""Gate: a program answers on ARM as it does on the machine that verified it before.

Equal bits are not asked for: a float that differs in its last bit may fall into another step of a
quantization, and then everything behind it moves a little.
"""

from dataclasses import dataclass

import numpy as np

from exporters.precision.rules import Precision
from exporters.verify.classification.subject import ClassifierSubject
from exporters.verify.error import relative
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject
from exporters.verify.translation.subject import TranslatorSubject

GATE = "beside x86"


@dataclass(frozen=True)
class Distance:
    """``relative``: of the centred error (verify/error.py) between two processors; ``same``: the
    share of answers whose largest logit is the same one, at least.
    """

    relative: float
    same: float
    reason: str


ALLOWED = {
    Precision.FP32: Distance(1e-3, 1.0, "the same float32 sums in another order"),
    Precision.FP16: Distance(5e-2, 0.95, "half precision, rounded at other places"),
    Precision.INT8: Distance(
        0.2, 0.9, "a last bit moves a value into the next of 255 steps; a wrong kernel gives 1"
    ),
    Precision.INT8_STATIC: Distance(0.2, 0.9, "as int8"),
    Precision.INT8_WEIGHT: Distance(0.1, 0.95, "weights in 255 steps, sums in another order"),
}


def check(here: Subject, arm: Subject) -> Finding:
    """The same program over the same goldens, on this machine and on the emulated one."""
    reference, output = _answers(here), _answers(arm)
    allowed = ALLOWED[arm.precision]
    if not np.isfinite(output).all():
        return Finding(GATE, arm.format, False, "some answers on ARM are not finite")
    far = relative(reference, output)
    near = _cosine(reference, output)
    same = float(np.mean(reference.argmax(axis=1) == output.argmax(axis=1)))
    message = (
        f"relative distance {far:.2g} of {allowed.relative:g} allowed ({allowed.reason}), "
        f"least cosine {near.min():.5f}, the same largest logit in {same:.1%} of {len(output)} "
        f"answers, {allowed.same:.0%} asked"
    )
    figures = {"relative": far, "cosine": float(near.min()), "same": same, "cases": len(output)}
    passed = far <= allowed.relative and same >= allowed.same
    return Finding(GATE, arm.format, passed, message, figures)


def _answers(subject: Subject) -> np.ndarray:
    """(answers, logits) over all goldens."""
    if isinstance(subject, ClassifierSubject):
        return np.concatenate([subject.sentence_logits, subject.probe_logits])
    assert isinstance(subject, TranslatorSubject), "a bundle classifies or translates"
    return np.concatenate(subject.probe_logits)


def _cosine(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(rows,) of two arrays (rows, width)."""
    lengths = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    return (a * b).sum(axis=1) / np.maximum(lengths, np.finfo(np.float32).tiny)
