"""Theseus: with no chance it is the predecessor, with all of it the successor, bit for bit."""

import copy
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from exporters.families.registry import stacks_of
from mobilec.compressed.rebuild import rebuild_
from mobilec.compression.structure.layers import depth_edits
from mobilec.training.theseus import Replacement, Replacing, TheseusLayers, replacing
from tests import translation_models
from tests.exporters.families.test_attention import NAMES, tiny
from tests.mobilec.compression.methods.test_linear_methods import logits

STEPS = 100
ALWAYS, NEVER = Replacement(1.0, 1.0, False), Replacement(0.0, 1.0, False)


def learning(model):
    """What it says in training, of one state of chance."""
    ids = torch.arange(9)[None] + 5
    more = {"decoder_input_ids": ids[:, :4]} if model.config.is_encoder_decoder else {}
    torch.manual_seed(1)
    with torch.no_grad():
        return model.train()(input_ids=ids, **more).logits


def halved(model):
    """The successor of a model of two layers a stack, and what its layers replace."""
    small = copy.deepcopy(model)
    stacks = stacks_of(model)
    rebuild_(small, depth_edits(small, stacks, {stack.role: (0,) for stack in stacks}))
    with torch.no_grad():
        for parameter in small.parameters():
            if parameter.dim() > 1:
                parameter.mul_(1.01)
    before = {s.path: [[*copy.deepcopy(model.get_submodule(s.path))]] for s in stacks}
    return small, before


@pytest.mark.parametrize("name", [name for name in NAMES if name != "albert"])
def test_it_is_the_one_or_the_other_bit_for_bit(name):
    model = tiny(name)
    model.config.use_cache = False  # as the Trainer has it
    for side in ("encoder", "decoder"):  # M2M100 leaves some out by itself
        if hasattr(stack := getattr(model.base_model, side, None), "layerdrop"):
            stack.layerdrop = 0.0
    small, before = halved(model)
    names, alone = [*small.state_dict()], learning(small)
    with torch.no_grad():  # all else is the successor's
        for own, theirs in zip(_rest(small), _rest(model), strict=True):
            theirs.copy_(own)
    was = learning(model)
    assert not torch.equal(alone, was)
    kinds = getattr(model.config, "layer_types", None) or ()
    with replacing(small, before, NEVER, 0, kinds) as draws:
        draws.draw(0, STEPS)
        assert torch.equal(learning(small), was)
        measured = logits(small)
    with replacing(small, before, ALWAYS, 0) as draws:
        draws.draw(0, STEPS)
        assert torch.equal(learning(small), alone)
        assert [*small.state_dict()] == names
    assert len(getattr(small.config, "layer_types", None) or [0]) == 1
    assert torch.equal(logits(small), measured), "the successor alone is measured"
    assert not any(isinstance(module, TheseusLayers) for module in small.modules())


def _rest(model):
    layers = {id(p) for s in stacks_of(model) for p in model.get_submodule(s.path).parameters()}
    return [p for p in model.parameters() if id(p) not in layers]


def test_the_chance_grows_on_a_straight_line():
    """p_d = min(1, k t + b), of the paper's equation 7, with k = (1 - b) / (until T)."""
    grows = Replacement(0.3, 0.5, True)
    assert [grows.rate_at(step, STEPS) for step in (0, 20, 50, 99)] == pytest.approx(
        [0.3, 0.58, 1, 1]
    )
    stays = Replacement(0.3, 0.5, False)
    assert [stays.rate_at(step, STEPS) for step in (0, 25, 49, 50)] == [0.3, 0.3, 0.3, 1.0]


@pytest.fixture
def stacks():
    """Of twenty layers that are nothing, each in the place of two."""
    return [TheseusLayers([nn.Linear(1, 1) for _ in range(20)], [[nn.Identity()] * 2] * 20)]


def test_layers_are_in_as_often_as_the_chance_says(stacks):
    model = translation_models.tiny("marian")
    draws = Replacing(model, stacks, Replacement(0.3, 1.0, False), 7)
    drawn = []
    for step in range(STEPS):
        draws.draw(step, STEPS)
        drawn.append(stacks[0].replaced)
    assert sum(map(sum, drawn)) == pytest.approx(0.3 * 20 * STEPS, rel=0.1)
    draws.draw(3, STEPS)
    assert stacks[0].replaced == drawn[3] != drawn[4], "a step has a draw of its own"
    others = Replacing(model, stacks, Replacement(0.3, 1.0, False), 8)
    others.draw(3, STEPS)
    assert stacks[0].replaced != drawn[3]


def test_a_part_of_the_layers_goes_the_same_way(stacks):
    (layers,) = stacks
    layers.replaced = (True, False) * 10
    layers.train()
    assert len([*layers]) == 10 + 20
    assert [*layers[:3]] == [*layers][:4]
    layers.eval()
    assert (len([*layers]), len([*layers[:3]])) == (20, 3)


def test_what_is_not_drawn_does_not_move():
    """So the learning rate of a successor is p_d lr in the mean (equation 8), and what both use
    learns once the successor is alone."""
    model = tiny("bert")
    small, before = halved(model)
    state = SimpleNamespace(global_step=0, max_steps=4)
    half = Replacement(0.0, 0.5, False)
    with replacing(small, before, half, 0) as draws:
        draws.on_train_begin(None, state, None)
        for step, learns in ((0, False), (1, False), (2, True)):
            state.global_step = step
            draws.on_step_begin(None, state, None)
            small.train().zero_grad()
            loss = small(torch.arange(9)[None] + 5, labels=torch.tensor([1])).loss
            assert loss.requires_grad == learns
        loss.backward()
        assert all(p.grad is not None for p in small.bert.encoder.parameters())
        assert small.bert.embeddings.word_embeddings.weight.grad is not None
        assert not any(
            p.requires_grad for (run,) in before.values() for m in run for p in m.parameters()
        )
