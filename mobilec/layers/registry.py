"""Every layer that a record can name."""

from mobilec.layers.seat import CompressedLayer, Sizes

LAYERS: dict[str, type[CompressedLayer]] = {}
"""Name to class. A new layer is a file beside this one and a line here."""


def layer_from(name: str, sizes: Sizes) -> CompressedLayer:
    """The layer of a record, without its weights."""
    return LAYERS[name].from_sizes(sizes)
