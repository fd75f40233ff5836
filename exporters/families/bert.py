"""BERT, and ELECTRA, which is built as it is."""

from functools import partial

from exporters.families.attention import Attends, Names, named
from exporters.families.family import ClassifierFamily
from exporters.families.layers import ForwardNames, StackNames, feeding, stacked

NAMES = Names(
    at=".attention",
    query="self.query",
    key="self.key",
    value="self.value",
    output="output.dense",
    width="attention_head_size",
    heads="num_attention_heads",
    sizes="all_head_size",
    inner="self",
)

STACKS = partial(stacked, names=(StackNames(".encoder.layer"),))
FORWARDS = partial(feeding, names=(ForwardNames(("intermediate.dense",), "output.dense"),))

FAMILY = ClassifierFamily(
    token_types=True,
    attentions=partial(named, names=NAMES),
    attends=Attends(),
    stacks=STACKS,
    feed_forwards=FORWARDS,
)
