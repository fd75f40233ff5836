"""Label names stand in the order of the logits."""

import json
from pathlib import Path
from typing import Any

import pytest
from transformers import BertConfig

from exporters.errors import Refused
from mobilec.checkpoint.labels import note_on_names, read_labels


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
        ({"id2label": {0: "a", 1: None}}, "gives 1 the name None; give every label a text"),
        ({"id2label": {0: ["a"], 1: "b"}}, r"gives 0 the name \['a'\]"),
        ({"id2label": {0: "a", 1: " "}}, "gives 1 the name ' '"),
        ({"id2label": {0: "a", 1: "\ud83d"}}, "is no Unicode at its character 1: U.D83D"),
        ({"id2label": {0: "a", 1: "\x1b[31mred"}}, "gives 1 the name .* with a control character"),
        ({"num_labels": 1}, r"gives 1 number\(s\).*does not choose a label"),
        ({"num_labels": 3, "problem_type": "regression"}, "problem_type 'regression'"),
        ({"num_labels": 3, "problem_type": "multi_label_classification"}, "several labels at once"),
    ],
)
def test_refused(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=f"here.*{reason}"):
        read_labels(BertConfig(**settings), "here")


def test_numbers_are_names_too() -> None:
    assert read_labels(BertConfig(id2label={0: 1, 1: "2"}), "here") == ("1", "2")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"label2id": {"sad": 0, "glad": 1}}, "sad, glad"),
        ({"label2id": {"sad": 0, "glad": 1}, "id2label": {"0": "sad", "1": "glad"}}, None),
        ({"label2id": {"LABEL_0": 0, "LABEL_1": 1}}, None),
        ({}, None),
    ],
)
def test_names_that_stand_in_label2id_alone_are_told(
    tmp_path: Path, written: dict[str, Any], said: str | None
) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"} | written))
    labels = read_labels(BertConfig.from_pretrained(tmp_path), "here")
    notes = note_on_names(tmp_path, labels)
    assert bool(notes) == (said is not None)
    if said is not None:
        assert labels == ("LABEL_0", "LABEL_1")
        assert f"in label2id alone ({said})" in notes[0]
