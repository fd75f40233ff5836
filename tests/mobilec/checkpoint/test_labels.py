"""Label names stand in the order of the logits."""

from typing import Any

import pytest
from transformers import BertConfig

from exporters.errors import Refused
from mobilec.checkpoint.labels import read_labels


def test_order_is_that_of_the_indices() -> None:
    config = BertConfig(id2label={2: "c", 0: "a", 1: "b"})
    assert read_labels(config, "here") == ("a", "b", "c")


def test_without_names_the_library_numbers_them() -> None:
    assert read_labels(BertConfig(num_labels=2), "here") == ("LABEL_0", "LABEL_1")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"id2label": {0: "a", 2: "c"}}, r"without a gap; it has \[0, 2\], and \[1\] have"),
        ({"id2label": {0: "a", 1: "a"}}, r"gives \['a'\] to more than one index"),
        ({"num_labels": 1}, r"gives 1 number\(s\).*does not choose a label"),
        ({"num_labels": 3, "problem_type": "regression"}, "problem_type 'regression'"),
        ({"num_labels": 3, "problem_type": "multi_label_classification"}, "several labels at once"),
    ],
)
def test_refused(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=f"here.*{reason}"):
        read_labels(BertConfig(**settings), "here")
