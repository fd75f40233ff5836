"""Plans give the counts that papers print, for models of the papers' sizes with no weights."""

from pathlib import Path

import pytest
import torch
import transformers

from exporters.tasks.names import CLASSIFICATION, TRANSLATION
from mobilec.compressed.step import StepPlan
from mobilec.compression.method import Context
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from tests.mobilec.compression.plan.test_costs import TRANSFORMER_BIG, empty

MILLION = 1e6


def planned(model: torch.nn.Module, method: str, **keys: object) -> StepPlan:
    """The step of a recipe; nothing is read from the folder that does not exist."""
    task = TRANSLATION if model.config.is_encoder_decoder else CLASSIFICATION
    found = method_of(method)
    options = parsed(found.options, keys, method)
    return found.plan(model, options, Context(task, Path("no-such-folder")))


@pytest.fixture(scope="module")
def bert_base() -> transformers.PreTrainedModel:
    return empty("BertForSequenceClassification")


def test_the_tables_of_transformer_big_at_256():
    """81 M become 21 M."""
    model = empty("MarianMTModel", **TRANSFORMER_BIG, share_encoder_decoder_embeddings=False)
    plan = planned(model, "albert-embedding", width=256)
    assert plan.before.parameters == 2 * 40_000 * 1024
    assert plan.after.parameters == 2 * (40_000 * 256 + 256 * 1024)
    assert round(plan.after.parameters / MILLION) == 21


@pytest.mark.parametrize(
    ("keys", "least", "most"),
    [
        ({"form": "IV", "width": 384, "bank": 72}, 11, 12.5),
        ({"form": "III", "width": 64}, 0, 2),
        ({"form": "IV", "width": 128, "bank": 36}, 0, 2),
    ],
)
def test_tucker_across_the_layers_of_bert_base(bert_base, keys, least, most):
    """86 M become about 12 M, or less than 2 M (Ren, Wang et al. 2022, table 1)."""
    plan = planned(bert_base, "shared-tucker", **keys)
    assert round((plan.before.parameters) / MILLION) in (85, 86)
    biases = sum(edit.sizes["out_features"] for edit in plan.replaced)
    assert least < (plan.after.parameters - biases) / MILLION < most


def test_low_ranks_of_bert_base(bert_base):
    """Each matrix as two of rank 128: 12 x (4 (768 + 768) + 2 (768 + 3072)) x 128 numbers."""
    plan = planned(bert_base, "svd", rank=128)
    biases = 12 * (4 * 768 + 3072 + 768)
    assert plan.after.parameters - biases == 12 * 128 * (4 * 2 * 768 + 2 * (768 + 3072))
