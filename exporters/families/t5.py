"""T5 and mT5: a bias by distance in place of positions, and heads of any width."""

from transformers import PreTrainedModel

from exporters.capture.translation.norm import rms_norm
from exporters.capture.translation.relative import unbiased
from exporters.families.family import Projections, TranslatorFamily


def enc_dec_attention(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the source, where T5 and mT5 have them."""
    layers = (block.layer[1].EncDecAttention for block in model.get_decoder().block)
    return tuple(Projections(a.k, a.v, a.key_value_proj_dim) for a in layers)


def self_attention(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the translation so far, in the same."""
    layers = (block.layer[0].SelfAttention for block in model.get_decoder().block)
    return tuple(Projections(a.k, a.v, a.key_value_proj_dim) for a in layers)


FAMILY = TranslatorFamily(
    cross=enc_dec_attention,
    own=self_attention,
    seats=(unbiased, rms_norm),
    relative=True,
    pieces="t5",
)
