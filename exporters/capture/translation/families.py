"""What each translation family needs beyond the common form. A family is a few lines here."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn
from transformers import PreTrainedModel

from exporters.capture.translation.positions import m2m100_rows, marian_rows
from exporters.capture.translation.relative import unbiased


@dataclass(frozen=True)
class Cross:
    """The projections of the source for one decoder layer, ``width`` numbers a head."""

    key: nn.Linear
    value: nn.Linear
    width: int

    @property
    def heads(self) -> int:
        """T5 may have more or fewer than its model's width would give."""
        return self.key.out_features // self.width


def encoder_attn(model: PreTrainedModel) -> tuple[Cross, ...]:
    """Where BART and its descendants have them."""
    layers = (layer.encoder_attn for layer in model.get_decoder().layers)
    return tuple(Cross(a.k_proj, a.v_proj, a.head_dim) for a in layers)


def enc_dec_attention(model: PreTrainedModel) -> tuple[Cross, ...]:
    """Where T5 and mT5 have them."""
    layers = (block.layer[1].EncDecAttention for block in model.get_decoder().block)
    return tuple(Cross(a.k, a.v, a.key_value_proj_dim) for a in layers)


def _stays(module: nn.Module, length: int) -> nn.Module | None:  # noqa: ARG001
    return None


@dataclass(frozen=True)
class Family:
    """What a family asks of the common form.

    ``cross``: its projections of the source, by layer. ``seat``: what takes the seat of a module,
    for inputs up to a length; None keeps it. ``relative``: scores get a bias by distance.
    """

    cross: Callable[[PreTrainedModel], tuple[Cross, ...]]
    seat: Callable[[nn.Module, int], nn.Module | None] = _stays
    relative: bool = False


FAMILIES = {
    "marian": Family(encoder_attn, seat=marian_rows),
    "bart": Family(encoder_attn),
    "mbart": Family(encoder_attn),
    "m2m_100": Family(encoder_attn, seat=m2m100_rows),
    "t5": Family(enc_dec_attention, seat=unbiased, relative=True),
    "mt5": Family(enc_dec_attention, seat=unbiased, relative=True),
}
"""transformers' model type to its family; NLLB is an ``m2m_100``."""
