"""BERT, and ELECTRA, which is built as it is."""

from exporters.families.family import ClassifierFamily

FAMILY = ClassifierFamily(token_types=True)
