"""What each translation family needs beyond the common form. A family is a few lines here."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn
from transformers import PreTrainedModel

from exporters.capture.translation.norm import rms_norm
from exporters.capture.translation.positions import position_rows
from exporters.capture.translation.relative import unbiased
from exporters.capture.translation.scaled import scaled_rows
from exporters.errors import Refused


@dataclass(frozen=True)
class Projections:
    """What one attention of the decoder makes keys and values with, ``width`` numbers a head."""

    key: nn.Linear
    value: nn.Linear
    width: int

    @property
    def heads(self) -> int:
        """T5 may have more or fewer than its model's width would give."""
        return self.key.out_features // self.width


def encoder_attn(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the source, where BART and its descendants have them."""
    layers = (layer.encoder_attn for layer in model.get_decoder().layers)
    return tuple(Projections(a.k_proj, a.v_proj, a.head_dim) for a in layers)


def self_attn(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the translation so far, in the same."""
    layers = (layer.self_attn for layer in model.get_decoder().layers)
    return tuple(Projections(a.k_proj, a.v_proj, a.head_dim) for a in layers)


def enc_dec_attention(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the source, where T5 and mT5 have them."""
    layers = (block.layer[1].EncDecAttention for block in model.get_decoder().block)
    return tuple(Projections(a.k, a.v, a.key_value_proj_dim) for a in layers)


def self_attention(model: PreTrainedModel) -> tuple[Projections, ...]:
    """Those of the translation so far, in the same."""
    layers = (block.layer[0].SelfAttention for block in model.get_decoder().block)
    return tuple(Projections(a.k, a.v, a.key_value_proj_dim) for a in layers)


@dataclass(frozen=True)
class Family:
    """What a family asks of the common form.

    ``cross``: its projections of the source, ``own`` of the translation so far, by layer; each
    layer may have as many heads as it likes. ``seats``: each is told a module and the
    longest input, and gives what takes the module's seat, or None. ``relative``: scores get a bias
    by distance.
    """

    cross: Callable[[PreTrainedModel], tuple[Projections, ...]]
    own: Callable[[PreTrainedModel], tuple[Projections, ...]]
    seats: tuple[Callable[[nn.Module, int], nn.Module | None], ...] = ()
    relative: bool = False

    def seat(self, module: nn.Module, length: int) -> nn.Module | None:
        """What takes the seat of ``module`` for inputs up to ``length``; None keeps it."""
        taken = (seat(module, length) for seat in self.seats)
        return next((new for new in taken if new is not None), None)


_BART = Family(encoder_attn, self_attn, seats=(position_rows, scaled_rows))
_T5 = Family(enc_dec_attention, self_attention, seats=(unbiased, rms_norm), relative=True)

FAMILIES = {
    "marian": _BART,
    "bart": _BART,
    "mbart": _BART,
    "m2m_100": _BART,
    "t5": _T5,
    "mt5": _T5,
}
"""transformers' model type to its family; NLLB is an ``m2m_100``."""


def refuse_unserved(model_type: str) -> None:
    """Whether a model type is one of them."""
    if model_type not in FAMILIES:
        raise Refused(
            f"the translation family {model_type!r} is not served; served are {', '.join(FAMILIES)}"
        )
