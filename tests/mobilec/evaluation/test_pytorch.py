"""The PyTorch model of a checkpoint on a user's data."""

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.evaluation.evaluate import PYTORCH, evaluate
from mobilec.evaluation.pytorch import examples_of, measured
from tests import models


@pytest.fixture(scope="module")
def classifier(tmp_path_factory):
    return models.save("bert", tmp_path_factory.mktemp("classifier") / "tiny")


@pytest.fixture
def rows(tmp_path):
    lines = (f"so do i{' up' * n}\t{n % 3}\n" for n in range(6))
    (tmp_path / "dev.tsv").write_text("sentence\tlabel\n" + "".join(lines))
    return tmp_path / "dev.tsv"


def test_a_classifier_is_measured_as_it_answers(classifier, rows):
    checkpoint = load(classifier)
    found = measured(checkpoint, rows)
    labels = [
        int(checkpoint.model(**_inputs(checkpoint, example.text)).logits.argmax())
        for example in examples_of(checkpoint, rows)
    ]
    right = sum(label == n % 3 for n, label in enumerate(labels))
    assert found.score.values["accuracy"] == pytest.approx(right / 6)
    assert (found.headline, found.rows) == ("accuracy", 6)


def _inputs(checkpoint, text):
    ids = torch.tensor([checkpoint.tokenizer.encode(text).ids])
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def test_a_translator_is_measured_by_its_own_search(translator, parallel):
    found = measured(load(translator), parallel)
    assert found.headline == "chrF"
    assert found.score.values["chrF"] == pytest.approx(100)


def test_data_that_does_not_fit_is_refused(classifier, parallel):
    with pytest.raises(Refused):
        examples_of(load(classifier), parallel)


def test_a_checkpoint_is_evaluated_as_a_bundle_is(classifier, rows):
    result = evaluate(classifier, rows)
    assert result.scores == {PYTORCH: dict(measured(load(classifier), rows).score.values)}
    assert result.reference is None and result.agreement == {}


def test_a_checkpoint_beside_another(classifier, rows):
    result = evaluate(classifier, rows, str(classifier))
    assert result.reference == result.scores[PYTORCH]
    assert result.agreement == {PYTORCH: 1.0}
