"""T5's norm, which is not transformers' one class but a class of each family."""

from torch import nn
from transformers.models.mt5.modeling_mt5 import MT5LayerNorm
from transformers.models.t5.modeling_t5 import T5LayerNorm

from exporters.capture.rms import RmsNorm


def rms_norm(module: nn.Module, length: int) -> nn.Module | None:  # noqa: ARG001
    """The replacement of T5's norms, on their own weights."""
    if not isinstance(module, T5LayerNorm | MT5LayerNorm):
        return None
    return RmsNorm(module.weight, module.variance_epsilon)
