"""RoBERTa and XLM-RoBERTa: BERT, with positions that begin behind the id of padding."""

from dataclasses import replace

from exporters.families import bert

FAMILY = replace(bert.FAMILY, positions_after_padding=True)
