"""Gate: on real sentences the program says the next word that PyTorch says.

The program is given PyTorch's own beginning each time: one other word would change all that
follow, and by how much would be chance. Where every word agrees, so does greedy search.
"""

from dataclasses import dataclass, replace

import numpy as np

from exporters.bundle.translation_golden import Translation
from exporters.decode.constraints import Constraints
from exporters.precision.rules import Precision
from exporters.verify.finding import Finding
from exporters.verify.tolerance import ASKED_FOR
from exporters.verify.translation.subject import TranslatorSubject, spread


@dataclass(frozen=True)
class Floor:
    """``share``: of the tokens that must be PyTorch's. ``undecided``: tokens whose lead over the
    second best is less than this share of what a logit usually differs by from step to step are
    not counted against a program.
    """

    share: float
    undecided: float
    reason: str

    def with_least(self, asked: float | None) -> "Floor":
        """What the user asked for instead; None changes nothing."""
        return self if asked is None else replace(self, share=asked, reason=ASKED_FOR)


FLOORS = {
    Precision.FP32: Floor(1.0, 0.0, "the same arithmetic chooses the same words"),
    Precision.FP16: Floor(1.0, 0.05, "half precision may turn what is nearly undecided"),
    Precision.INT8_WEIGHT: Floor(0.9, 0.0, "no worse than int8 activations"),
    Precision.INT8: Floor(
        0.9, 0.0, "translate-en-de keeps 0.99; flan-t5-small with 0.84 says other things"
    ),
    Precision.INT8_STATIC: Floor(0.6, 0.0, "one range for all inputs"),
}
"""A program with the sign of every second logit turned has 0.36."""


def check(subject: TranslatorSubject) -> Finding:
    """Every token of every golden sentence, under the constraints of the manifest."""
    asked = subject.bundle.manifest.precision.least_agreement
    floor = FLOORS[subject.precision].with_least(asked)
    right = [_right(subject, sentence) for sentence in subject.sentences]
    least = floor.undecided * spread(subject.golden) / len(subject.golden.vocabulary) ** 0.5
    counted = [
        r | (np.array(s.leads) < least) for r, s in zip(right, subject.sentences, strict=True)
    ]
    tokens = sum(len(r) for r in right)
    share = sum(int(r.sum()) for r in right) / tokens
    equal = sum(bool(r.all()) for r in right)
    passed = sum(int(c.sum()) for c in counted) / tokens >= floor.share
    message = (
        f"{share:.1%} of {tokens} tokens are PyTorch's, {floor.share:.0%} needed ({floor.reason}); "
        f"{equal} of {len(right)} sentences are the same"
    )
    if len(right) < len(subject.golden.sentences):
        message += f" (of {len(subject.golden.sentences)}, as this evaluator is slow)"
    if not passed:
        message += f"; {_first(subject, counted)}"
    figures = {"agreement": share, "needed": floor.share, "tokens": tokens}
    figures |= {"sentences": len(right), "equal": equal}
    return Finding("agreement", subject.format, passed, message, figures)


def _right(subject: TranslatorSubject, sentence: Translation) -> np.ndarray:
    """For each token after the start token whether the program chooses it too."""
    constraints = Constraints(subject.greedy_settings, sentence.input_ids)
    tokens = np.array([sentence.greedy])
    model = subject.searched_model
    model.encode(np.array(sentence.input_ids, np.int64))
    right = []
    for at in range(tokens.shape[1] - 1):
        logits = model.step(tokens[:, at], at)
        # What a shortlist does not allow is -inf.
        finite = not np.isnan(logits).any() and np.isfinite(logits.max())
        chosen = constraints.apply_(logits, tokens, at + 1)[0].argmax()
        right.append(bool(finite and chosen == tokens[0, at + 1]))
    return np.array(right)


def _first(subject: TranslatorSubject, counted: list[np.ndarray]) -> str:
    at = next(i for i, found in enumerate(counted) if not found.all())
    position = int(np.argmin(counted[at])) + 1
    return f"token {position} of {subject.sentences[at].text!r} is the first that is another"
