"""The network inside a captured module: a private copy whose attention and masks are ours."""

import copy
from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.capture import activations, attention
from exporters.capture.masks import Additive
from exporters.errors import Refused

_CHUNKS = "chunk_size_feed_forward"


@dataclass(frozen=True)
class Network:
    """``model`` is called as the stock model is, with the mask that ``mask`` makes for it.

    ``mask``: (1, time) of 1 for a token and 0 for padding, to what the model's attention takes.
    """

    model: nn.Module
    mask: nn.Module


def padding_id(config: PreTrainedConfig) -> int:
    """The id that fills up an input; 0 where the config names none."""
    return getattr(config, "pad_token_id", None) or 0


def twin(model: PreTrainedModel) -> PreTrainedModel:
    """A copy in float32 with its own structure and config. What is float32 already is shared."""
    if all(p.dtype == torch.float32 for p in model.parameters()):
        copied = copy.deepcopy(model, memo={id(p): p for p in model.parameters()})
    else:
        copied = copy.deepcopy(model).float()
    return in_one_piece_(copied.eval())


def in_one_piece_(model: PreTrainedModel) -> PreTrainedModel:
    """Turns ``chunk_size_feed_forward`` off: in pieces of so many tokens a layer computes the same
    with less memory, and fails at every length that is no multiple of it."""
    for module in model.modules():
        if getattr(module, _CHUNKS, 0):
            setattr(module, _CHUNKS, 0)
    return model


def with_attention(model: PreTrainedModel, name: str) -> PreTrainedModel:
    """A copy of ``model`` that runs the attention registered under ``name``."""
    copied = twin(model)
    copied.set_attn_implementation(name)
    return copied


def registered(model: PreTrainedModel, max_length: int) -> Network:  # noqa: ARG001
    """The network of a family that needs nothing but our attention and an additive mask."""
    return Network(with_our_attention(model), Additive())


def with_our_attention(model: PreTrainedModel) -> PreTrainedModel:
    """A copy of ``model`` that runs our attention, and activations that every back end takes."""
    attention.register()
    network = with_attention(model, attention.NAME)
    _refuse_other_attention(network)
    return activations.exportable(network)


def _refuse_other_attention(network: PreTrainedModel) -> None:
    """transformers only logs a warning where a family keeps an attention of its own."""
    if network.config._attn_implementation != attention.NAME:
        raise Refused(
            f"{type(network).__name__} does not route its attention through AttentionInterface, "
            "so it cannot be given the form that phones run well"
        )
