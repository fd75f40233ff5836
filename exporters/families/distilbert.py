"""DistilBERT: BERT's layers without token types, under names of its own."""

from functools import partial

from exporters.families.attention import Attends, Names, named
from exporters.families.family import ClassifierFamily
from exporters.families.layers import ForwardNames, StackNames, feeding, stacked

NAMES = Names(
    at=".attention",
    query="q_lin",
    key="k_lin",
    value="v_lin",
    output="out_lin",
    width="attention_head_size",
    heads="n_heads",
    sizes="dim",
)

FAMILY = ClassifierFamily(
    attentions=partial(named, names=NAMES),
    attends=Attends(("out_lin",)),
    stacks=partial(stacked, names=(StackNames(".transformer.layer", ("n_layers",)),)),
    feed_forwards=partial(feeding, names=(ForwardNames(("lin1",), "lin2"),)),
)
