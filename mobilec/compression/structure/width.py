"""The width of a model: every output and input that is the stream between its layers."""

import copy
import math
import re
from collections.abc import Iterator

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.registry import attentions_of
from mobilec.compression.structure.cut import Kept, refuse_compressed

_SETTINGS = ("d_model", "hidden_size", "dim")
_ALSO = ("pooler_hidden_size",)
"""Settings that are as wide, where a family has them."""
_HEADS = (
    "num_attention_heads",
    "num_heads",
    "encoder_attention_heads",
    "decoder_attention_heads",
)
_NUMBER = re.compile(r"\.\d+(?=\.|$)")


def width_of(model: PreTrainedModel) -> int:
    """The numbers a token has between layers. Refused: a model that has had some taken away, of
    which the configuration no longer says what is as wide."""
    width = int(getattr(model.config, _setting(model)))
    there = {_last(module) for module in model.modules() if isinstance(module, nn.LayerNorm)}
    if there and width not in there:
        raise Refused(
            f"the layers of this model are {max(filter(None, there))} wide by now, and its "
            f"configuration has {width}: take all of the width away in one step"
        )
    return width


def _last(norm: nn.LayerNorm) -> int:
    return int(norm.normalized_shape[-1])


def _setting(model: PreTrainedModel) -> str:
    known = model.config.to_dict()
    return next(name for name in _SETTINGS if name in known)


def width_cuts(model: PreTrainedModel, stay: tuple[int, ...]) -> dict[str, Kept]:
    """What goes on of each module where the features ``stay`` do. Which of its sizes are the
    width, two models without weights tell, one of which is wider. Refused: what has no such
    sizes of its own."""
    found: dict[str, Kept] = {}
    seen: set[int] = set()
    wide = _wide(model)
    # Tables first: an output layer that is tied to one is narrowed with it.
    modules = sorted(model.named_modules(), key=lambda each: not isinstance(each[1], nn.Embedding))
    for path, module in modules:
        ends = wide.get(_NUMBER.sub(".N", path))
        if ends is None:
            continue
        refuse_compressed(model, (path,), "prune-width")
        own = {id(parameter) for parameter in module.parameters(recurse=False)}
        if not own or own & seen:  # ModernBERT's first layer has no norm where others have one
            continue
        seen |= own
        is_output, is_input = ends
        found[path] = Kept(stay if is_output else None, stay if is_input else None)
    return found


def readers(model: PreTrainedModel, cuts: dict[str, Kept]) -> dict[str, nn.Linear]:
    """The linear layers among ``cuts`` that read the stream."""
    named = ((path, model.get_submodule(path)) for path, kept in cuts.items() if kept.inputs)
    return {path: module for path, module in named if isinstance(module, nn.Linear)}


def _wide(model: PreTrainedModel) -> dict[str, tuple[bool, bool]]:
    """Path, numbers aside, to whether outputs and inputs are of the model's width."""
    setting, config = _setting(model), copy.deepcopy(model.config)
    heads = math.lcm(*(getattr(config, name, 1) for name in _HEADS))
    for name in (setting, *_ALSO):
        if hasattr(config, name):
            setattr(config, name, getattr(config, name) + 8 * heads)
    with torch.device("meta"), torch.random.fork_rng(devices=[]):
        one, other = type(model)(model.config), type(model)(config)
    _refuse_computed(one, other, getattr(model.config, setting))
    of_heads = {p for at in attentions_of(one) for p in at.rows([0])}
    from_heads = {at.output for at in attentions_of(one)}
    found: dict[str, tuple[bool, bool]] = {}
    for path, is_output, is_input in _differing(one, other):
        ends = (is_output and path not in of_heads, is_input and path not in from_heads)
        if any(ends):
            found[_NUMBER.sub(".N", path)] = ends
    return found


def _differing(one: nn.Module, other: nn.Module) -> Iterator[tuple[str, bool, bool]]:
    modules = dict(other.named_modules())
    for path, module in one.named_modules():
        sides = (each.parameters(recurse=False) for each in (module, modules[path]))
        shapes = [(a.shape, b.shape) for a, b in zip(*sides, strict=True)]
        if not any(a != b for a, b in shapes):
            continue
        (first, wider) = shapes[0]
        if isinstance(module, nn.Embedding):
            yield path, first[1] != wider[1], False
        elif isinstance(module, nn.Linear):
            yield path, first[0] != wider[0], first[1] != wider[1]
        elif all(len(a) == 1 for a, _ in shapes):
            yield path, True, False
        else:
            raise Refused(f"{path} is a {type(module).__name__}, which cannot be narrowed")


def _refuse_computed(one: nn.Module, other: nn.Module, width: int) -> None:
    wider = dict(other.named_buffers())
    for path, buffer in one.named_buffers():
        if buffer.shape != wider[path].shape and buffer.shape[-1:] == (width,):
            raise Refused(
                f"{path} is computed, as wide as the model, and stored nowhere: no features of it "
                "can be left out; prune-width takes feed_forward alone of this family"
            )
