"""How each edit changes the modules of a model. Weights that change their size have no meaning
afterwards; dtype, device and whether they learn stay."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, cast

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Config, Drop, Edit, Heads, Narrow, Replace, Rows, Share, Zeros
from mobilec.compressed.words import WordSeats, seat_, words_at
from mobilec.layers.fixed_attention import FixedAttention
from mobilec.layers.linear_layer import CompressedLinear
from mobilec.layers.registry import LAYERS, layer_from
from mobilec.layers.seat import holders, replace_, seats_of
from mobilec.layers.word_table import WordTable
from mobilec.layers.zeros import keep_zeros_

_FIXED = frozenset({"architectures", "auto_map", "model_type"})
"""Settings that say which class a model has."""

_NUMBER = "layer_idx"
"""By which a layer of a stack knows its place in a cache."""


def change_(model: PreTrainedModel, edit: Edit) -> None:
    """Does one edit. Refused: what the model as it is by then cannot have."""
    _CHANGES[type(edit)](model, edit)


def _replace_(model: PreTrainedModel, edit: Replace) -> None:
    dense = _module(model, edit.path)
    if edit.layer not in LAYERS:
        raise Refused(f"there is no layer {edit.layer!r}; there are {', '.join(LAYERS)}")
    layer = layer_from(edit.layer, edit.sizes)
    if isinstance(layer, WordTable) and isinstance(dense, nn.Embedding):
        _refuse_other(_table_sizes(layer), _table_sizes(dense))
        seat_(model, words_at(model, edit.path), layer)
    elif isinstance(layer, CompressedLinear) and isinstance(dense, nn.Linear):
        _refuse_other(_linear_sizes(layer), _linear_sizes(dense))
        replace_(model, edit.path, layer)
    elif isinstance(layer, FixedAttention):
        layer.take_(dense)
        replace_(model, edit.path, layer)
    else:
        raise Refused(f"a {edit.layer} does not take the place of a {type(dense).__name__}")


def _table_sizes(table: nn.Embedding | WordTable) -> dict[str, int]:
    return {"words": table.num_embeddings, "width": table.embedding_dim}


def _linear_sizes(linear: nn.Linear | CompressedLinear) -> dict[str, int | bool]:
    widths = {"in_features": linear.in_features, "out_features": linear.out_features}
    return {**widths, "bias": linear.bias is not None}


def _refuse_other(asked: Mapping[str, object], there: Mapping[str, object]) -> None:
    if asked != there:
        raise Refused(f"its sizes are {dict(asked)}, and those of its place {dict(there)}")


def _narrow_(model: PreTrainedModel, edit: Narrow) -> None:
    if edit.path in dict(model.named_buffers()):
        _narrow_buffer_(model, edit)
        return
    module = _module(model, edit.path)
    if isinstance(module, nn.Linear):
        _narrow_linear_(model, module, edit)
    elif isinstance(module, nn.Embedding) and edit.in_features is None:
        width = _fewer(edit.out_features, module.embedding_dim)
        _resize_(model, words_at(model, edit.path), module.num_embeddings, width)
    else:
        _narrow_norm_(module, edit)


def _narrow_linear_(model: PreTrainedModel, linear: nn.Linear, edit: Narrow) -> None:
    others = set(holders(model, cast(nn.Parameter, linear.weight))) - {*seats_of(model, linear)}
    if others:
        raise Refused(f"its matrix is that of {', '.join(sorted(others))} too; give rows to those")
    linear.in_features = _fewer(edit.in_features, linear.in_features)
    linear.out_features = _fewer(edit.out_features, linear.out_features)
    linear.weight = _like(linear.weight, linear.out_features, linear.in_features)
    if linear.bias is not None:
        linear.bias = _like(linear.bias, linear.out_features)


def _narrow_norm_(norm: nn.Module, edit: Narrow) -> None:
    """Layer norms and RMS norms: vectors of one size, and nothing below them."""
    own = dict(norm.named_parameters())
    sizes = {tuple(parameter.shape) for parameter in own.values()}
    if edit.in_features is not None or len(sizes) != 1 or len(shape := sizes.pop()) != 1:
        raise Refused(f"a {type(norm).__name__} is neither linear nor a norm of out_features")
    width = _fewer(edit.out_features, shape[0])
    for name, parameter in own.items():
        setattr(norm, name, _like(parameter, width))
    if isinstance(norm, nn.LayerNorm | nn.RMSNorm):
        norm.normalized_shape = (width,)


def _narrow_buffer_(model: PreTrainedModel, edit: Narrow) -> None:
    """(..., width) to (..., out_features)."""
    path, _, name = edit.path.rpartition(".")
    holder, buffer = model.get_submodule(path), model.get_buffer(edit.path)
    if edit.in_features is not None or buffer.dim() == 0:
        raise Refused(f"a buffer {tuple(buffer.shape)} has no in_features; say out_features alone")
    width = _fewer(edit.out_features, buffer.shape[-1])
    kept = name not in holder._non_persistent_buffers_set
    holder.register_buffer(name, buffer[..., :width].clone(), persistent=kept)


def _heads_(model: PreTrainedModel, edit: Heads) -> None:
    attention = _module(model, edit.path)
    counts = {n: v for n, v in vars(attention).items() if type(v) is int and not n.startswith("_")}
    for name, heads in edit.attributes.items():
        if name not in counts:
            raise Refused(f"it counts nothing by {name!r}, but {', '.join(counts) or 'nothing'}")
        setattr(attention, name, _fewer(heads, counts[name]))


def _rows_(model: PreTrainedModel, edit: Rows) -> None:
    table = _module(model, edit.path)
    if not isinstance(table, nn.Embedding):
        raise Refused(f"a {type(table).__name__} is no dense table of words")
    rows = _fewer(edit.rows, table.num_embeddings)
    if edit.padding is not None and not 0 <= edit.padding < rows:
        raise Refused(f"its padding is to be row {edit.padding}, and it is to have {rows}")
    _resize_(model, words_at(model, edit.path), rows, table.embedding_dim, edit.padding)


def _resize_(
    model: PreTrainedModel, seats: WordSeats, rows: int, width: int, padding: int | None = None
) -> None:
    """All holders of a table get one of (rows, width); None leaves padding where it is."""
    weight = _like(cast(nn.Parameter, seats.dense.weight), rows, width)
    for path in seats.tables:
        table = cast(nn.Embedding, model.get_submodule(path))
        table.weight, table.num_embeddings, table.embedding_dim = weight, rows, width
        if table.padding_idx is not None and padding is not None:
            table.padding_idx = padding
    for path in seats.outputs:
        output = cast(nn.Linear, model.get_submodule(path))
        output.weight, output.out_features, output.in_features = weight, rows, width
        if output.bias is not None:
            output.bias = _like(output.bias, rows)


def _drop_(model: PreTrainedModel, edit: Drop) -> None:
    _module(model, edit.path)
    parent, _, number = edit.path.rpartition(".")
    stack = model.get_submodule(parent)
    if not isinstance(stack, nn.ModuleList) or len(stack) < 2:
        raise Refused("only a layer of a stack that has others can go")
    del stack[int(number)]
    before = {id(module) for layer in stack[: int(number)] for module in layer.modules()}
    after = {id(module): module for layer in stack[int(number) :] for module in layer.modules()}
    for key, module in after.items():
        if key not in before and type(place := vars(module).get(_NUMBER)) is int:
            setattr(module, _NUMBER, place - 1)


def _share_(model: PreTrainedModel, edit: Share) -> None:
    if len(set(edit.paths)) < 2:
        raise Refused("to be one takes two modules at least")
    parameters = dict(model.named_parameters(remove_duplicate=False))
    if all(path in parameters for path in edit.paths):
        _share_parameters_(model, edit.paths)
        return
    first, *others = (_module(model, path) for path in edit.paths)
    for path, other in zip(edit.paths[1:], others, strict=True):
        if _kind(other) != _kind(first):
            raise Refused(f"{path} is not of the kind and the sizes of {edit.paths[0]}")
        if model.config.is_encoder_decoder and _places(other) != _places(first):
            raise Refused(f"{path} and {edit.paths[0]} each have a place of their own in a cache")
    for path in edit.paths[1:]:
        replace_(model, path, first)


def _share_parameters_(model: PreTrainedModel, paths: tuple[str, ...]) -> None:
    first = model.get_parameter(paths[0])
    for path in paths[1:]:
        if model.get_parameter(path).shape != first.shape:
            raise Refused(f"{path} is not of the size of {paths[0]}")
    for path in paths[1:]:
        holder, _, name = path.rpartition(".")
        setattr(model.get_submodule(holder), name, first)


def _kind(module: nn.Module) -> tuple[type, dict[str, torch.Size]]:
    return type(module), {name: tensor.shape for name, tensor in module.state_dict().items()}


def _places(module: nn.Module) -> list[object]:
    return [vars(inner).get(_NUMBER) for inner in module.modules()]


def _zeros_(model: PreTrainedModel, edit: Zeros) -> None:
    module = _module(model, edit.path)
    if not isinstance(module, nn.Linear):
        raise Refused(f"a {type(module).__name__} is no dense linear layer")
    keep_zeros_(module)


def _config_(model: PreTrainedModel, edit: Config) -> None:
    known = model.config.to_dict().keys() - _FIXED
    for name, value in edit.changes.items():
        if name not in known:
            raise Refused(f"a {model.config.model_type} has no setting {name!r} that may change")
        setattr(model.config, name, value)


def _module(model: PreTrainedModel, path: str) -> nn.Module:
    """Only by names that modules have, whatever a record says."""
    named = dict(model.named_modules(remove_duplicate=False))
    if not path or path not in named:
        near = get_close_matches(path, named, n=1)
        meant = f"; the nearest is {near[0]}" if near else ""
        raise Refused(f"the model has no module {path!r}{meant}")
    return named[path]


def _fewer(asked: int | None, there: int) -> int:
    if asked is None:
        return there
    if not 1 <= asked <= there:
        raise Refused(f"{asked} were asked for where 1 to {there} can be")
    return asked


def _like(tensor: torch.Tensor, *sizes: int) -> nn.Parameter:
    return nn.Parameter(tensor.detach().new_empty(sizes), tensor.requires_grad)


_CHANGES: dict[type, Callable[[PreTrainedModel, Any], None]] = {
    Replace: _replace_,
    Narrow: _narrow_,
    Heads: _heads_,
    Rows: _rows_,
    Drop: _drop_,
    Share: _share_,
    Zeros: _zeros_,
    Config: _config_,
}
