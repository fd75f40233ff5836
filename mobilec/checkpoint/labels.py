"""The names of a classifier's answers, in the order of its logits."""

from transformers import PreTrainedConfig

from exporters.errors import Refused

_SEVERAL = "multi_label_classification"


def read_labels(config: PreTrainedConfig, source: str) -> tuple[str, ...]:
    """``id2label`` in index order. Served is one answer out of several, each by its own name."""
    by_index = {int(index): str(label) for index, label in (config.id2label or {}).items()}
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
