"""What a model in a folder reads of a text and of a pair: as transformers with its own settings."""

from pathlib import Path

import pytest
from transformers import AutoTokenizer

from exporters.tasks.names import CLASSIFICATION
from mobilec.compression.data.calibration import Calibration
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.learning.lesson import row
from mobilec.training.finetuning.sources import Example
from tests import pairs
from tests.pairs import PAIRS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pairs.save("bert", tmp_path_factory.mktemp("text") / "bert", truncation_side="left")


def test_rows_to_train_on_are_those_of_transformers(folder: Path) -> None:
    text, tokenizer = ModelText(folder, CLASSIFICATION), AutoTokenizer.from_pretrained(folder)
    for first, second in PAIRS:
        expected = tokenizer(first, second, truncation=True, max_length=32)
        made = row(text, Example(first, 1, second), 32)
        names = ("input_ids", "token_type_ids")
        assert made == {**{name: expected[name] for name in names}, "labels": 1}
    alone = tokenizer(PAIRS[4][0], truncation=True, max_length=32)["input_ids"]
    assert row(text, Example(PAIRS[4][0], 0), 32) == {"input_ids": alone, "labels": 0}


def test_batches_of_pairs_have_types_and_both_texts_count_as_words(
    folder: Path, tmp_path: Path
) -> None:
    data = tmp_path / "train.tsv"
    data.write_text("premise\thypothesis\tlabel\naa ab\tac\t2\n")
    seen = Calibration(data, folder, CLASSIFICATION)
    assert seen.texts == ("aa ab", "ac")
    (batch,) = seen.batches
    assert batch["token_type_ids"].tolist() == [[0, 0, 0, 0, 1, 1]]
    assert batch["labels"].tolist() == [2]
