"""Rows and columns that stay: the edits of it, and the weights that go on with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit, Narrow
from mobilec.compressed.rebuild import rebuild_
from mobilec.layers.cost import Cost, linear, table, vector
from mobilec.layers.seat import CompressedLayer


@dataclass(frozen=True)
class Kept:
    """Numbers of the outputs and of the inputs that stay, in order; None for all. A table has
    outputs alone, its columns; a norm too, its vectors' numbers."""

    outputs: tuple[int, ...] | None = None
    inputs: tuple[int, ...] | None = None


Cuts = Mapping[str, Kept]
"""By the path of a module, each module at one path."""


def outputs(paths: Mapping[str, Sequence[int]]) -> dict[str, Kept]:
    """Rows that stay, by path."""
    return {path: Kept(outputs=tuple(rows)) for path, rows in paths.items()}


def inputs(paths: Mapping[str, Sequence[int]]) -> dict[str, Kept]:
    """Columns that stay, by path."""
    return {path: Kept(inputs=tuple(columns)) for path, columns in paths.items()}


def refuse_compressed(model: nn.Module, paths: Iterable[str], method: str) -> None:
    """What is factored already has no rows and columns of its own."""
    for path in paths:
        if isinstance(found := model.get_submodule(path), CompressedLayer):
            raise Refused(
                f"{path} is a {found.name} layer by now, of which no rows and columns can go; put "
                f"{method} before the step that made it one"
            )


def once(model: nn.Module, cuts: Cuts) -> dict[str, Kept]:
    """Each module at the first of the paths that it is named by."""
    seen: dict[int, str] = {}
    for path in cuts:
        seen.setdefault(id(model.get_submodule(path)), path)
    return {path: cuts[path] for path in seen.values()}


def best(scores: torch.Tensor, count: int) -> tuple[int, ...]:
    """The numbers of the ``count`` largest, in order; of equal ones the first."""
    order: list[int] = scores.argsort(descending=True, stable=True).tolist()
    return tuple(sorted(order[:count]))


def narrowing(cuts: Cuts) -> tuple[Edit, ...]:
    """The edits that make room for what stays."""
    return tuple(
        Narrow(
            path,
            in_features=None if kept.inputs is None else len(kept.inputs),
            out_features=None if kept.outputs is None else len(kept.outputs),
        )
        for path, kept in cuts.items()
    )


def cut_(model: PreTrainedModel, edits: Sequence[Edit], cuts: Cuts) -> None:
    """Does ``edits``, those of ``cuts`` among them, and leaves what stays as it was."""
    before = {path: _tensors(model.get_submodule(path)) for path in cuts}
    rebuild_(model, edits)
    with torch.no_grad():
        for path, kept in cuts.items():
            module = model.get_submodule(path)
            for name, tensor in _tensors(module).items():
                tensor.copy_(_chosen(before[path][name], kept, isinstance(module, nn.Embedding)))


def _tensors(module: nn.Module) -> dict[str, torch.Tensor]:
    return {name: parameter.data for name, parameter in module.named_parameters(recurse=False)}


def _chosen(tensor: torch.Tensor, kept: Kept, is_table: bool) -> torch.Tensor:
    """A table (rows, width) gives outputs of its width, a matrix (outputs, inputs) of its rows."""
    if is_table:
        return tensor if kept.outputs is None else tensor[:, list(kept.outputs)]
    rows = tensor if kept.outputs is None else tensor[list(kept.outputs)]
    return rows if kept.inputs is None or tensor.dim() < 2 else rows[:, list(kept.inputs)]


def costs(module: Any, kept: Kept) -> tuple[Cost, Cost]:
    """Of a module as it is, and of what stays of it."""
    if isinstance(module, nn.Linear):
        ins, outs = module.in_features, module.out_features
        left = (_left(kept.inputs, ins), _left(kept.outputs, outs))
        bias = module.bias is not None
        return linear(ins, outs, bias), linear(*left, bias)
    if isinstance(module, nn.Embedding):
        words, width = module.num_embeddings, module.embedding_dim
        return table(words, width), table(words, _left(kept.outputs, width))
    sizes = [parameter.numel() for parameter in module.parameters(recurse=False)]
    after = [_left(kept.outputs, size) for size in sizes]
    return vector(sum(sizes)), vector(sum(after))


def _left(kept: tuple[int, ...] | None, there: int) -> int:
    return there if kept is None else len(kept)
