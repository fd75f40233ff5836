"""BERT, and ELECTRA, which is built as it is."""

from functools import partial

from exporters.families.attention import Names, named
from exporters.families.family import ClassifierFamily

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

FAMILY = ClassifierFamily(token_types=True, attentions=partial(named, names=NAMES))
