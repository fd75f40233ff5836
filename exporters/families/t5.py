"""T5 and mT5: a bias by distance in place of positions, and heads of any width."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from transformers import PreTrainedModel

from exporters.capture.translation.norm import rms_norm
from exporters.capture.translation.relative import unbiased
from exporters.families.attention import CROSS, ENCODER, OWN, AttentionMap, Names, named
from exporters.families.family import TranslatorFamily
from exporters.families.layers import DECODER, ForwardNames, StackNames, feeding, stacked

NAMES = Names(
    at=".SelfAttention",
    query="q",
    key="k",
    value="v",
    output="o",
    width="key_value_proj_dim",
    heads="n_heads",
    sizes="inner_dim",
)


def attentions(model: PreTrainedModel) -> tuple[AttentionMap, ...]:
    """The first layer of a stack makes a bias for all its layers, and another one, of zeros, for
    their attention over the source."""
    cross = named(model, replace(NAMES, within="decoder", at=".EncDecAttention"), CROSS)
    return (
        *_biased(model, "encoder", ENCODER),
        *_biased(model, "decoder", OWN),
        *(replace(each, together=CROSS) for each in cross),
    )


def _biased(model: PreTrainedModel, stack: str, role: str) -> Iterator[AttentionMap]:
    paths = (path for path, _ in model.named_modules() if path.startswith(f"{stack}."))
    # Where capture has made it a part of the mask there is none.
    bias = next((path for path in paths if path.endswith(".relative_attention_bias")), "")
    for each in named(model, replace(NAMES, within=stack), role):
        yield replace(each, bias=bias, together=role)


STACKS = (
    StackNames("encoder.block", ("num_layers",)),
    StackNames("decoder.block", ("num_decoder_layers",), DECODER),
)
FORWARDS = (ForwardNames(("wi",), "wo"), ForwardNames(("wi_0", "wi_1"), "wo"))

FAMILY = TranslatorFamily(
    attentions=attentions,
    attends="a bias by the distance of two tokens is a part of its scores",
    stacks=partial(stacked, names=STACKS),
    feed_forwards=partial(feeding, names=FORWARDS),
    seats=(unbiased, rms_norm),
    relative=True,
    pieces="t5",
)
