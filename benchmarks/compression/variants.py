"""What is compared: each method at two budgets, a half and a quarter of what it replaces.

The methods of words replace the table, the others the matrices of all layers. Options are such that
what takes their place has that share of the parameters, as nearly as its sizes
allow: of six layers, or four and two, a quarter is a third.
"""

from dataclasses import dataclass, field
from typing import Any

DENSE = "dense"
HALF, QUARTER = "half", "quarter"
SHARES = {HALF: 0.5, QUARTER: 0.25}
"""Budget to the share of the replaced parameters."""

Step = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """``title``: of the method. ``step``: one step of a recipe; None changes nothing."""

    name: str
    title: str
    budget: str = ""
    step: Step | None = field(default=None, hash=False)


_COUNTS = {"method": "banded-embedding", "by": "counts"}
_III = {"method": "shared-tucker", "form": "III"}
_IV = {"method": "shared-tucker", "form": "IV"}

_RANKED = {
    "svd": {"method": "svd"},
    "svd, weighted": {"method": "svd", "weighted": True},
    "tensor-train": {"method": "tensor-train"},
    "tucker": {"method": "tucker"},
}
"""Methods that take the share itself as their rank."""

_CUT = {
    "prune-heads": ({"keep": 0.5, "within": "layer"}, {"keep": 0.25, "within": "layer"}),
    "prune-weights": ({"keep": 0.5}, {"keep": 0.25}),
    "prune-width": ({"feed_forward": 0.5}, {"feed_forward": 0.25}),
}
"""Of the heads, of the numbers in matrices, and of the neurons."""

_PATTERNS = [
    *("previous", "next", "current", "left-context", "right-context", "end"),
    *("start", "last", "previous"),
]
"""Of the first heads. Twelve heads want nine for a quarter, of which two are alike."""

_SENTIMENT = {
    **_CUT,
    "fixed-attention": ({"patterns": _PATTERNS[:6]}, {"patterns": _PATTERNS}),
    "drop-layers": ({"encoder": 3}, {"encoder": 2}),
    "share-layers": ({"every": 2}, {"every": 3}),
    "albert-embedding": ({"width": 189}, {"width": 94}),
    "albert-embedding, weighted": ({"width": 189}, {"width": 94}),
    "define-embedding": ({"width": 160}, {"width": 92, "expand": 96, "depth": 2}),
    "dextra-embedding": ({"width": 168}, {"width": 92, "multiplier": 2, "depth": 2}),
    "banded-embedding": (
        {"cutoffs": [2348, 7043], "widths": [384, 272, 140]},
        {"cutoffs": [7630], "widths": [150, 75]},
    ),
    "reduce-vocabulary": ({"size": 15261}, {"size": 7630}),
    "shared-tucker, form III": ({"width": 264}, {"width": 184}),
    "shared-tucker, form IV": ({"width": 368, "bank": 36}, {"width": 312, "bank": 24}),
}
"""Of 30,522 words x 384, and six layers of twelve pieces of 384 x 384. At a quarter, what makes
looked up rows takes less than a hundredth of the model's multiply-adds; at a half no network or set
of bands does."""

_TRANSLATION = {
    **_CUT,
    "fixed-attention": ({"patterns": _PATTERNS[:4]}, {"patterns": _PATTERNS[:6]}),
    "drop-layers": ({"encoder": 2, "decoder": 1}, {"encoder": 1, "decoder": 1}),
    "share-layers": ({"every": 2}, {}),
    "albert-embedding": ({"width": 124}, {"width": 62}),
    "albert-embedding, weighted": ({"width": 124}, {"width": 62}),
    "define-embedding": ({"width": 88}, {"width": 48}),
    "dextra-embedding": ({"width": 100}, {"width": 48}),
    "banded-embedding": (
        {"cutoffs": [615, 1846], "widths": [256, 160, 87]},
        {"cutoffs": [615, 1846], "widths": [160, 80, 36]},
    ),
    "reduce-vocabulary": ({"size": 4000}, {"size": 2000}),
    "shared-tucker, form III": ({"width": 176}, {"width": 122}),
    "shared-tucker, form IV": ({"width": 244, "bank": 28}, {"width": 200, "bank": 20}),
}
"""Of 8,000 words x 256, and four layers of eight pieces of 256 x 256 and eight heads with two of
twelve."""

_OWN = {"sentiment": _SENTIMENT, "translation": _TRANSLATION}
_BEGUN: dict[str, Step] = {
    "albert-embedding, weighted": {"method": "albert-embedding", "weighted": True},
    "banded-embedding": _COUNTS,
    "shared-tucker, form III": _III,
    "shared-tucker, form IV": _IV,
}


def variants(task: str) -> dict[str, Variant]:
    """All of a task by name, the dense one first, then the quarters, so that a run that is cut
    short has every method once."""
    found = [Variant(DENSE, DENSE)]
    for place, budget in ((1, QUARTER), (0, HALF)):
        for title, options in _OWN[task].items():
            step = _BEGUN.get(title, {"method": title}) | options[place]
            found.append(Variant(f"{_spelled(title)}-{budget}", title, budget, step))
        for title, begun in _RANKED.items():
            step = begun | {"rank": SHARES[budget]}
            found.append(Variant(f"{_spelled(title)}-{budget}", title, budget, step))
    return {variant.name: variant for variant in found}


def _spelled(title: str) -> str:
    return title.replace(", form ", "-").replace(", ", "-")
