"""DistilBERT: BERT's layers without token types, under names of its own."""

from exporters.families.family import ClassifierFamily

FAMILY = ClassifierFamily()
