"""ALBERT: a layer, or a few, that a text passes again and again."""

from exporters.families.family import ClassifierFamily, Repeated

REPEATED = Repeated(
    "albert.encoder.albert_layer_groups.*",
    lambda config: config.num_hidden_layers // config.num_hidden_groups,
)

FAMILY = ClassifierFamily(token_types=True, repeated=REPEATED)
