"""BART, whose names its descendants kept: Marian, mBART, M2M100."""

from dataclasses import replace
from functools import partial

from transformers import PreTrainedModel

from exporters.capture.translation.positions import position_rows
from exporters.capture.translation.scaled import scaled_rows
from exporters.families.attention import CROSS, ENCODER, OWN, Attends, AttentionMap, Names, named
from exporters.families.family import TranslatorFamily
from exporters.families.layers import DECODER, ForwardNames, StackNames, feeding, stacked

NAMES = Names(
    at=".self_attn",
    query="q_proj",
    key="k_proj",
    value="v_proj",
    output="out_proj",
    width="head_dim",
    heads="num_heads",
)


def attentions(model: PreTrainedModel) -> tuple[AttentionMap, ...]:
    """Encoder, then decoder; each layer may have as many heads as it likes."""
    return (
        *named(model, replace(NAMES, within="encoder"), ENCODER),
        *named(model, replace(NAMES, within="decoder"), OWN),
        *named(model, replace(NAMES, within="decoder", at=".encoder_attn"), CROSS),
    )


STACKS = (
    StackNames("encoder.layers", ("encoder_layers", "num_hidden_layers")),
    StackNames("decoder.layers", ("decoder_layers",), DECODER),
)

FAMILY = TranslatorFamily(
    attentions=attentions,
    attends=Attends(("out_proj",)),
    stacks=partial(stacked, names=STACKS),
    feed_forwards=partial(feeding, names=(ForwardNames(("fc1",), "fc2"),)),
    seats=(position_rows, scaled_rows),
)
