"""Weights that are no weights: said by the name of the tensor, before a model is made of them."""

from collections.abc import Mapping

import torch

from exporters.errors import Refused

_WEIGHTS = ("weight", "bias", "gamma", "beta")
"""How the last part of a weight's name begins; a buffer may well hold infinite numbers."""


def refuse_values(tensors: Mapping[str, torch.Tensor], source: str) -> None:
    """Refused: numbers that are none or infinite, complex ones, and integers that were rounded by
    another tool."""
    for name, tensor in tensors.items():
        if tensor.is_complex():
            raise Refused(f"{source} has complex numbers in {name}; served are models of real ones")
        if not name.rpartition(".")[2].startswith(_WEIGHTS):
            continue
        if tensor.is_floating_point() and tensor.element_size() > 1:
            _refuse_infinite(name, tensor, source)
        else:
            raise Refused(
                f"{source} has {_kind(tensor)} in {name}: weights that are quantized already; give "
                "the float checkpoint that they were made from"
            )


def _refuse_infinite(name: str, tensor: torch.Tensor, source: str) -> None:
    finite = torch.isfinite(tensor)
    wrong = tensor.numel() - int(finite.sum())
    if wrong:
        first = torch.nonzero(~finite)[0].tolist() if tensor.dim() else []
        raise Refused(
            f"{source} has {wrong:,} of {tensor.numel():,} numbers in {name} that are not finite, "
            f"the first at {first}; its training failed, or its file is damaged: take another "
            "checkpoint"
        )


def _kind(tensor: torch.Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")
