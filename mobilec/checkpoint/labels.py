"""The names of a classifier's answers, in the order of its logits."""

import re
from collections.abc import Sequence
from pathlib import Path

from transformers import PreTrainedConfig

from exporters.bundle.rules import is_obeyed
from exporters.errors import Refused
from exporters.outside.json_file import read_json
from exporters.text.surrogates import refuse_surrogates

_SEVERAL = "multi_label_classification"
_NAMELESS = re.compile(r"LABEL_\d+")
"""What transformers calls a label that has no name."""


def read_labels(config: PreTrainedConfig, source: str) -> tuple[str, ...]:
    """``id2label`` in index order. Served is one answer out of several, each by its own name."""
    named = (config.id2label or {}).items()
    by_index = {int(index): _name(index, label, source) for index, label in named}
    if config.problem_type == "regression" or len(by_index) < 2:
        raise Refused(
            f"{source} gives {len(by_index)} number(s), problem_type {config.problem_type!r}: it "
            f"scores, it does not choose a label; text-classification needs two labels or more"
        )
    if config.problem_type == _SEVERAL:
        # Bundles compare and show the largest logit; of a model that may say yes to several labels
        # (or to none) that would be a wrong answer that looks right.
        raise Refused(
            f"{source} gives several labels at once ({_SEVERAL}); served is one label a text"
        )
    return _in_order(by_index, source)


def note_on_names(folder: Path, labels: Sequence[str]) -> tuple[str, ...]:
    """Says where a checkpoint has names that transformers, and so a bundle, leaves aside: those of
    ``label2id`` without ``id2label``."""
    named = read_json(folder / "config.json", "download it again", lenient=True).get("label2id")
    if not isinstance(named, dict) or not all(map(_NAMELESS.fullmatch, labels)):
        return ()
    names = [name for name in named if not _NAMELESS.fullmatch(name)]
    if not names:
        return ()
    return (
        f"config.json names labels in label2id alone ({', '.join(names[:5])}): transformers reads "
        f"id2label, so they are called {labels[0]} to {labels[-1]} here. Put the names there.",
    )


def _name(index: object, label: object, source: str) -> str:
    """A label's name; a number is one."""
    if (
        isinstance(label, bool)
        or not isinstance(label, str | int | float)
        or not str(label).strip()
    ):
        raise Refused(
            f"id2label in {source}/config.json gives {index!r} the name {label!r}; give "
            "every label a text of its own"
        )
    if is_obeyed(str(label)):
        raise Refused(
            f"id2label in {source}/config.json gives {index!r} the name {label!r}, with a control "
            "character, which a terminal would obey; take it out"
        )
    refuse_surrogates(str(label), f"the name of label {index!r} in {source}/config.json")
    return str(label)


def _in_order(by_index: dict[int, str], source: str) -> tuple[str, ...]:
    missing = sorted(set(range(max(by_index) + 1)) - by_index.keys())
    if missing or min(by_index) < 0:
        raise Refused(
            f"id2label in {source}/config.json must count from 0 without a gap; it has "
            f"{sorted(by_index)}, and {missing} have no label"
        )
    labels = tuple(by_index[index] for index in range(len(by_index)))
    if twice := sorted({label for label in labels if labels.count(label) > 1}):
        raise Refused(f"id2label in {source}/config.json gives {twice} to more than one index")
    return labels
