"""The maps of a family's layers and feed-forward networks are right: by them a model is cut."""

import copy

import pytest
import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.layers import FeedForward
from exporters.families.registry import feed_forwards_of, stacks_of
from tests import models, translation_models
from tests.exporters.families.test_attention import NAMES, logits, tiny


def counted(model: PreTrainedModel, stack: nn.Module) -> int:
    """How often one of the layers of ``stack`` is called."""
    calls = []
    hooks = [layer.register_forward_hook(lambda *_: calls.append(1)) for layer in stack]
    logits(model)
    for hook in hooks:
        hook.remove()
    return len(calls)


@pytest.mark.parametrize("name", NAMES)
def test_layers_are_counted_by_what_the_configuration_says(name):
    model = tiny(name)
    for stack in stacks_of(model):
        assert {getattr(model.config, setting) for setting in stack.settings} == {stack.layers}
        layers = [model.get_submodule(path) for path in stack.paths]
        if name == "albert":
            assert not layers
            layers = [model.albert.encoder.albert_layer_groups[0]]
        assert counted(model, layers) == stack.layers


@pytest.mark.parametrize("name", NAMES)
def test_a_model_does_not_hear_neurons_whose_rows_are_nothing(name):
    """Rows of zeros give a neuron that says act(0) = 0, which is to lose its column."""
    model = tiny(name)
    deaf, dumb = copy.deepcopy(model), copy.deepcopy(model)
    for each in feed_forwards_of(model):
        neurons = [1, 5, each.neurons - 1]
        for path, rows in each.rows(neurons).items():
            for parameter in deaf.get_submodule(path).parameters():
                parameter.data[rows] = 0
        dumb.get_submodule(each.output).weight.data[:, neurons] = 0
    torch.testing.assert_close(logits(deaf), logits(dumb), atol=1e-5, rtol=1e-5)
    assert not torch.allclose(logits(deaf), logits(model), atol=1e-4)


def test_feed_forward_networks_of_each_layer_and_no_other():
    for name in NAMES:
        model = tiny(name)
        found: tuple[FeedForward, ...] = feed_forwards_of(model)
        layers = sum(max(len(stack.paths), 1) for stack in stacks_of(model))
        # MobileBERT has several a layer.
        assert len(found) == layers * getattr(model.config, "num_feedforward_networks", 1), name


def test_a_family_without_maps_is_refused_by_name():
    model = models.classifier("Camembert", pad_token_id=1)
    with pytest.raises(Refused, match="where the layers of a 'camembert' model"):
        stacks_of(model)
    with pytest.raises(Refused, match="where the feed-forward networks of a 'camembert' model"):
        feed_forwards_of(model)


def test_a_map_that_finds_no_list_is_refused():
    model = translation_models.tiny("marian")
    model.model.encoder.layers = nn.Sequential(*model.model.encoder.layers)
    with pytest.raises(Refused, match=r"no list of layers at \*encoder.layers"):
        stacks_of(model)
