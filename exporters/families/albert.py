"""ALBERT: a layer, or a few, that a text passes again and again."""

from dataclasses import replace
from functools import partial

from exporters.families import bert
from exporters.families.attention import Attends, named
from exporters.families.family import Repeated
from exporters.families.layers import ForwardNames, StackNames, feeding, stacked

REPEATED = Repeated(
    "albert.encoder.albert_layer_groups.*",
    lambda config: config.num_hidden_layers // config.num_hidden_groups,
)

NAMES = replace(bert.NAMES, query="query", key="key", value="value", output="dense", inner="")

FAMILY = replace(
    bert.FAMILY,
    repeated=REPEATED,
    attentions=partial(named, names=NAMES),
    attends=Attends(("dense", "output_dropout"), "LayerNorm"),
    stacks=partial(stacked, names=(StackNames(""),)),
    feed_forwards=partial(feeding, names=(ForwardNames(("ffn",), "ffn_output"),)),
)
