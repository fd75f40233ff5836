"""Trained checkpoints through every format, beside transformers: what has to hold before a release.

    python -m benchmarks.real make OUT --data DATA
    make test-real REAL=OUT

Each model and format is exported with every gate and asked some hundred sentences; transformers
reads and answers the same ones by itself. A row that was found is kept in OUT, so a run that was
stopped goes on. The least and the most below are what was measured, with room for another
processor's order of sums (benchmarks/README.md has the figures).
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.real.run import folder_of, models, run, texts_of
from exporters.errors import VerificationFailed

pytestmark = pytest.mark.real

FOLDER = "MOBILEC_REAL"


@dataclass(frozen=True)
class Bound:
    """``agreement``: of labels or next tokens, at least. ``relative``: error of the logits, at
    most. ``lost``: of accuracy (share) or chrF (points of 100), at most."""

    agreement: float
    relative: float
    lost: float


BOUNDS = {
    "sentiment-en": Bound(agreement=0.98, relative=0.05, lost=0.01),
    "translate-en-de": Bound(agreement=0.97, relative=0.04, lost=1.0),
    "bge-small-en": Bound(agreement=0.95, relative=0.12, lost=0.02),
    "minilm-mrpc": Bound(agreement=0.96, relative=0.12, lost=0.02),
    "bge-small-zh": Bound(agreement=0.92, relative=0.2, lost=0.03),
    "e5-small-v2": Bound(agreement=0.95, relative=0.12, lost=0.02),
}
REFUSED = {
    ("flan-t5-small", "onnx"): "agreement",
    ("flan-t5-small", "executorch"): "agreement",
    ("flan-t5-small", "coreml"): "parity",
}
"""Models that a format makes say other things, and the gate that must see it: int8 activations
spoil T5's outliers, and what it adds up goes beyond float16, in which Core ML computes all but
fp32."""


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder that ``benchmarks.real make`` filled."""
    named = os.environ.get(FOLDER, "")
    if not named:
        pytest.skip(f"{FOLDER} names no folder of real checkpoints: see benchmarks/README.md")
    return Path(named).resolve()


@pytest.mark.parametrize("format_name", ["onnx", "executorch", "coreml"])
@pytest.mark.parametrize("model", models())
def test_a_trained_model_answers_as_transformers_does(
    real: Path, model: str, format_name: str
) -> None:
    missing = [
        part
        for part in (folder_of(model, real), *map(Path, str(texts_of(model, real)).split(",")))
        if not part.exists()
    ]
    if missing:
        pytest.skip(f"{missing[0]} is not there: python -m benchmarks.real make {real} {model}")
    if gate := REFUSED.get((model, format_name)):
        with pytest.raises(VerificationFailed, match=gate):
            run(model, format_name, real)
        return
    answers = run(model, format_name, real)["answers"]
    bound = BOUNDS[model]
    assert answers["texts"] >= 40
    assert answers["same_ids"] == 1.0
    assert answers["agreement"] >= bound.agreement
    assert answers["relative"] <= bound.relative
    floats, exported = answers["quality"]["chrF" if "chrF" in answers["quality"] else "accuracy"]
    assert floats - exported <= bound.lost
