"""What a whole model costs, and what a change of that does to the time it takes."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.registry import CLASSIFIERS, FAMILIES, attentions_of
from mobilec.layers.cost import Cost, matrix, vector
from mobilec.layers.linear_layer import CompressedLinear
from mobilec.layers.word_table import TiedOutput, WordTable

_Layer = nn.Linear | CompressedLinear | WordTable | TiedOutput


LONGEST = 128
"""How many tokens an export takes unasked, where the model has positions for as many."""


@dataclass(frozen=True)
class AttentionCost:
    """What attention multiplies between tokens: of one token with all ``tokens`` of its text, by
    every head of every layer; of a translator of one of a source of so many, and of the last of so
    many of a target, which looks at its source too.

    Each query is multiplied with each key, and each weight of the softmax with each value:
    2 tokens heads width (Vaswani et al. 2017, section 3.2.1), as programs do it that mask what is
    not to be seen; DeBERTa's biases by distance are products too (He et al. 2021, equation 4).
    """

    tokens: int
    multiply_adds: int


@dataclass(frozen=True)
class Totals:
    """Of one model. ``parameters``: each once. ``int8_bytes``: of them in an int8 file.

    ``multiply_adds``: of matrices, for one token; of a translator for one of the source and one of
    the target together. ``moved_bytes``: of the matrices that every token is multiplied with, which
    a table that is only looked up is not. ``attention``: what is not in ``multiply_adds``; None
    where nobody knows, as the family has no map of its attentions.
    """

    parameters: int
    int8_bytes: int
    multiply_adds: int
    moved_bytes: int
    attention: AttentionCost | None = None


@dataclass(frozen=True)
class Expected:
    """Time after over time before, as expected. ``long``: of a text of many tokens, by the
    multiply-adds. ``single``: of a single token (a step of a decoder), by the bytes moved."""

    long: float
    single: float


def totals(model: PreTrainedModel) -> Totals:
    """Read from the modules; a model on ``meta`` will do."""
    parameters = {id(p): p for p in model.parameters()}
    looked_up = _looked_up(model)
    moved = (p for key, p in parameters.items() if key not in looked_up and p.dim() > 1)
    return Totals(
        parameters=sum(p.numel() for p in parameters.values()),
        int8_bytes=sum(map(_int8_bytes, parameters.values())),
        multiply_adds=_multiply_adds(model, _own),
        moved_bytes=sum(map(_int8_bytes, moved)),
        attention=_attention(model),
    )


def expected(before: Totals, after: Totals) -> Expected:
    """Ratios of what decides the time where nothing else does: an upper bound of the gain."""
    return Expected(
        long=after.multiply_adds / max(before.multiply_adds, 1),
        single=after.moved_bytes / max(before.moved_bytes, 1),
    )


def layer_cost(model: PreTrainedModel, path: str) -> Cost:
    """Of the module at ``path``: what its parameters cost that nothing outside of it holds, and
    what a token is multiplied with there."""
    module = model.get_submodule(path)
    inside = {id(each) for each in module.modules()}
    others = (each for each in model.modules() if id(each) not in inside)
    held = {id(p) for each in others for p in each.parameters(recurse=False)}
    own = [p for p in module.parameters() if id(p) not in held]
    multiplied = sum(_own(layer) for _, layer in _layers(module, ""))
    return parameters_cost(own) + Cost(0, 0, multiplied)


def parameters_cost(parameters: Sequence[torch.Tensor]) -> Cost:
    """Of these, multiplied with nothing."""
    return Cost(sum(p.numel() for p in parameters), sum(map(_int8_bytes, parameters)), 0)


def _attention(model: PreTrainedModel) -> AttentionCost | None:
    try:
        maps = attentions_of(model)
    except Refused:
        return None
    tokens = min(LONGEST, _positions(model) or LONGEST)
    each = (at.multiply_adds(tokens) * _passes(model, at.path) for at in maps)
    return AttentionCost(tokens, sum(each))


def _positions(model: PreTrainedModel) -> int | None:
    family = CLASSIFIERS.get(model.config.model_type)
    if family is not None and not model.config.is_encoder_decoder:
        return family.usable_positions(model.config)
    limit: int | None = getattr(model.config, "max_position_embeddings", None)
    return limit


def _int8_bytes(parameter: torch.Tensor) -> int:
    """A matrix (or a core of more modes) with a scale for each row of its last mode."""
    if parameter.dim() < 2:
        return vector(parameter.numel()).int8_bytes
    width = parameter.shape[-1]
    return matrix(math.prod(parameter.shape[:-1]), width).int8_bytes


def _looked_up(model: nn.Module) -> set[int]:
    """Tables of which a token reads one row, and that no output layer multiplies with."""
    tables = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    multiplied = {id(m.weight) for m in model.modules() if isinstance(m, nn.Linear)}
    tied = (m for m in model.modules() if isinstance(m, TiedOutput))
    return tables - multiplied - {id(p) for output in tied for p in output.parameters()}


def dense_multiply_adds(model: PreTrainedModel) -> int:
    """As ``totals`` counts them, of the model with dense layers in the seats of compressed ones."""
    return _multiply_adds(model, _dense)


def is_holder(path: str) -> bool:
    """Whether a seat only holds the table that encoder and decoder of a translator look up in."""
    return path.rpartition(".")[2] == "shared"


def _multiply_adds(model: PreTrainedModel, of: Callable[[_Layer], int]) -> int:
    return sum(of(layer) * _passes(model, path) for path, layer in _layers(model, ""))


def _passes(model: PreTrainedModel, path: str) -> int:
    """How many times a token passes a module."""
    family = FAMILIES.get(model.config.model_type)
    repeated = None if family is None else family.repeated
    if repeated is None or not fnmatchcase(path, repeated.pattern):
        return 1
    return repeated.times(model.config)


def _layers(module: nn.Module, path: str) -> Iterator[tuple[str, _Layer]]:
    """Every seat of a layer that multiplies; a compressed layer is one."""
    if isinstance(module, _Layer):
        if not is_holder(path):
            yield path, module
        return
    for name, child in module.named_children():
        yield from _layers(child, f"{path}.{name}" if path else name)


def _own(layer: _Layer) -> int:
    if isinstance(layer, CompressedLinear | WordTable | TiedOutput):
        return layer.cost().multiply_adds
    return layer.in_features * layer.out_features


def _dense(layer: _Layer) -> int:
    return 0 if isinstance(layer, WordTable) else layer.in_features * layer.out_features
