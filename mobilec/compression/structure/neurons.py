"""How much of what a layer reads matters: by how loud it is, and by how much is made of it."""

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from transformers import PreTrainedModel

from mobilec.compression.data.calibration import Batch


def column_scores(
    model: PreTrainedModel, layers: Mapping[str, nn.Linear], batches: Sequence[Batch]
) -> dict[str, torch.Tensor]:
    """S_j = |X_j|_2 |W_j|_2, (inputs,) of each layer: the norm of an input over all tokens, times
    that of the column that reads it (Wanda, Sun et al. 2024, equation 1, of whole columns)."""
    squares = {path: torch.zeros(layer.in_features) for path, layer in layers.items()}

    def noting(path: str) -> object:
        def note(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            rows = given[0].detach().reshape(-1, given[0].shape[-1])
            squares[path] += rows.square().sum(0)

        return note

    hooks = [layer.register_forward_pre_hook(noting(p)) for p, layer in layers.items()]  # type: ignore[arg-type]
    try:
        with torch.inference_mode():
            for batch in batches:
                model(**batch)
    finally:
        for hook in hooks:
            hook.remove()
    return {
        path: squares[path].sqrt() * layer.weight.detach().norm(dim=0)
        for path, layer in layers.items()
    }
