"""Matrices some of whose numbers are zero, and stay zero while a model learns."""

from collections.abc import Iterator
from typing import cast

from torch import nn

_MARK = "zeros_stay"


def keep_zeros_(module: nn.Module) -> None:
    """What is zero of the module's matrix stays it from now on."""
    setattr(module, _MARK, True)


def of_kept_zeros(model: nn.Module) -> Iterator[nn.Parameter]:
    """The matrices of a model whose zeros stay."""
    for module in model.modules():
        if getattr(module, _MARK, False):
            yield cast(nn.Parameter, module.weight)
