"""LayerDrop: layers are left out in training, by chance, and at no other time."""

import pytest
import torch

from exporters.families.registry import stacks_of
from mobilec.training.layer_drop import DroppedLayers, dropping_layers
from tests import models, translation_models
from tests.exporters.families.test_attention import NAMES, tiny
from tests.mobilec.compression.methods.test_linear_methods import logits

TIMES = 40


def passed(model):
    """How many layers were gone through, over many runs in training."""
    calls = []
    hooks = [
        layer.register_forward_hook(lambda *_: calls.append(1))
        for stack in stacks_of(model)
        for layer in model.get_submodule(stack.path)
    ]
    model.train()
    ids = torch.arange(9)[None] + 5
    more = {"decoder_input_ids": ids[:, :4]} if model.config.is_encoder_decoder else {}
    torch.manual_seed(0)
    for _ in range(TIMES):
        model(input_ids=ids, **more)
    for hook in hooks:
        hook.remove()
    return len(calls)


def expected_of(layers, certain):
    """At a rate of a half, where one is gone through in any case."""
    by_chance = layers - certain
    return certain + by_chance / 2 + (0.0 if certain else 0.5**by_chance)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "albert"])
def test_layers_are_left_out_in_training_alone(name):
    model = tiny(name)
    for side in ("encoder", "decoder"):  # M2M100 leaves some out by itself
        if hasattr(stack := getattr(model.base_model, side, None), "layerdrop"):
            stack.layerdrop = 0.0
    stacks = stacks_of(model)
    certain = int(bool(getattr(model.config, "d_kv", 0)))
    names, before = [*model.state_dict()], logits(model)
    with dropping_layers(model, 0.5):
        assert [*model.state_dict()] == names
        expected = TIMES * sum(expected_of(stack.layers, certain) for stack in stacks)
        assert passed(model) == pytest.approx(expected, rel=0.2)
        assert torch.equal(logits(model), before), "none is left out of what is measured"
    assert passed(model) == TIMES * sum(stack.layers for stack in stacks)
    assert not any(isinstance(module, DroppedLayers) for module in model.modules())


def test_a_rate_of_nothing_leaves_none_out():
    model = models.tiny("bert")
    with dropping_layers(model, 0.0):
        assert passed(model) == TIMES * 2


def test_a_part_of_the_layers_is_dropped_too():
    layers = DroppedLayers(translation_models.tiny("marian").model.encoder.layers, 1.0, 0)
    layers.train()
    assert [*layers] == [layers[1]], "one is there in any case"
    assert [*layers[:1]] == [layers[0]]
    layers.eval()
    assert (len([*layers]), len([*layers[:1]])) == (2, 1)
