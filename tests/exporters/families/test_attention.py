"""The map of a family's attentions is right: by it alone a model loses heads, and nothing else."""

import pytest
import torch
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.families.attention import CROSS, ENCODER, OWN, AttentionMap, Part
from exporters.families.registry import FAMILIES, attentions_of
from exporters.tasks.names import CLASSIFICATION, TRANSLATION
from tests import models, translation_models
from tests.exporters.families.pruned import Kept, pruned, silenced

NAMES = (*models.FAMILIES, *translation_models.FAMILIES)
OPTIONS = CaptureOptions(24, max_target=12, hypotheses=2)
IDS = torch.randint(8, 300, (1, 12), generator=torch.Generator().manual_seed(5))


def tiny(name: str) -> PreTrainedModel:
    return (models if name in models.FAMILIES else translation_models).tiny(name)


def task_of(model: PreTrainedModel) -> str:
    return TRANSLATION if model.config.is_encoder_decoder else CLASSIFICATION


def logits(model: PreTrainedModel) -> torch.Tensor:
    more = {"decoder_input_ids": IDS[:, :5]} if model.config.is_encoder_decoder else {}
    with torch.no_grad():
        return model(input_ids=IDS, **more).logits


def some(maps: tuple[AttentionMap, ...]) -> Kept:
    """Each loses another head, and every second loses two; those of one name the same."""
    places = dict.fromkeys(at.together or at.path for at in maps)
    lost = {
        place: {number % 4, (number % 4 + 2 * (number % 2)) % 4}
        for number, place in enumerate(places)
    }
    return {
        at: [head for head in range(at.heads) if head not in lost[at.together or at.path]]
        for at in maps
    }


def test_every_family_has_a_model_here():
    assert {tiny(name).config.model_type for name in NAMES} == set(FAMILIES)


@pytest.mark.parametrize("name", NAMES)
def test_a_model_loses_the_heads_that_its_map_says_and_is_captured(name):
    """Capture proves its program equal to the model that it is given."""
    model = tiny(name)
    kept = some(attentions_of(model))
    small = pruned(model, kept)
    torch.testing.assert_close(logits(small), logits(silenced(model, kept)), atol=2e-4, rtol=1e-4)
    assert not torch.allclose(logits(small), logits(model), atol=1e-2)
    left = {at.path: at.heads for at in attentions_of(small)}
    assert left == {at.path: len(heads) for at, heads in kept.items()}
    capture(small, task_of(model), OPTIONS)


def test_the_loss_of_another_head_is_another_model():
    """What the test above holds, it would notice."""
    model = tiny("bert")
    first, *_ = attentions_of(model)
    small = pruned(model, {first: [0, 2, 3]})
    assert torch.allclose(logits(small), logits(silenced(model, {first: [0, 2, 3]})), atol=1e-4)
    assert not torch.allclose(logits(small), logits(silenced(model, {first: [1, 2, 3]})), atol=1e-2)


def test_parts_of_one_matrix():
    first = attentions_of(tiny("modernbert"))[0]
    assert (first.key, first.key.path) == (Part(first.query.path, 1, 3), first.value.path)
    (rows,) = first.rows([1]).values()
    assert rows == [*range(16, 32), *range(80, 96), *range(144, 160)]


def test_heads_of_a_translator_have_a_role():
    """Two layers in the encoder, three in the decoder, each of which looks at its source too."""
    roles = [at.role for at in attentions_of(tiny("mbart"))]
    assert roles == [ENCODER] * 2 + [OWN] * 3 + [CROSS] * 3


def test_attentions_with_one_bias_lose_the_same_heads():
    """T5 hands a bias of zeros on, for its source, that is of so many heads too."""
    for name, groups in {"mpnet": 1, "t5": 3, "bert": 1, "marian": 1}.items():
        maps = attentions_of(tiny(name))
        assert len({at.together for at in maps}) == groups
        assert all(at.together for at in maps if at.bias)


def test_layers_that_project_positions_lose_heads_too():
    model = models.tiny("deberta-v2", share_att_key=False)
    kept = some(attentions_of(model))
    assert all(len(at.others) == 2 for at in kept)
    small = pruned(model, kept)
    torch.testing.assert_close(logits(small), logits(silenced(model, kept)), atol=2e-4, rtol=1e-4)
    capture(small, CLASSIFICATION, OPTIONS)


def test_a_family_without_a_map_is_refused_by_name():
    with pytest.raises(Refused, match="of a 'camembert' model have their heads is not known"):
        attentions_of(models.classifier("Camembert", pad_token_id=1))


@pytest.mark.parametrize(("asked", "products"), [(["p2c", "c2p"], 6), (["c2p"], 4), (None, 2)])
def test_biases_by_what_tokens_say_are_products(asked, products):
    model = models.tiny("deberta-v2", pos_att_type=asked)
    assert {at.products for at in attentions_of(model)} == {products}
