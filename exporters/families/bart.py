"""BART, whose names its descendants kept: Marian, mBART, M2M100."""

from transformers import PreTrainedModel

from exporters.capture.translation.positions import position_rows
from exporters.capture.translation.scaled import scaled_rows
from exporters.families.family import Projections, TranslatorFamily


def encoder_attn(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the source, where BART and its descendants have them."""
    layers = (layer.encoder_attn for layer in model.get_decoder().layers)
    return tuple(Projections(a.k_proj, a.v_proj, a.head_dim) for a in layers)


def self_attn(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the translation so far, in the same."""
    layers = (layer.self_attn for layer in model.get_decoder().layers)
    return tuple(Projections(a.k_proj, a.v_proj, a.head_dim) for a in layers)


FAMILY = TranslatorFamily(cross=encoder_attn, own=self_attn, seats=(position_rows, scaled_rows))
