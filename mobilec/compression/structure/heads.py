"""Attentions and their heads: which have the same ones, what each is worth, and how it is cut."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle
from transformers import PreTrainedModel

from exporters.families.attention import AttentionMap
from exporters.families.registry import attentions_of
from mobilec.compressed.edits import Edit, Heads
from mobilec.compression.data.calibration import Batch
from mobilec.compression.structure.cut import Kept, inputs, narrowing, once, outputs


@dataclass(frozen=True)
class HeadGroup:
    """Attentions that keep the same heads: mostly one. Several where they share their layers, or
    one bias by distance.

    ``maps``: those of different modules.
    """

    maps: tuple[AttentionMap, ...]

    @property
    def path(self) -> str:
        """By which it is named."""
        return self.maps[0].path

    @property
    def role(self) -> str:
        return self.maps[0].role

    @property
    def heads(self) -> int:
        return self.maps[0].heads


def groups_of(model: PreTrainedModel) -> tuple[HeadGroup, ...]:
    """All attentions of a model, each in one group. Refused: a family without a map."""
    names: dict[int | str, str] = {}
    groups: dict[str, list[AttentionMap]] = {}
    seen: set[int] = set()
    for at in attentions_of(model):
        module = id(model.get_submodule(at.path))
        if module in seen:
            continue
        seen.add(module)
        shares = [id(model.get_submodule(path)) for path in (at.output, at.query.path)]
        keys: list[int | str] = [*shares, *([at.together] if at.together else [])]
        name = next((names[key] for key in keys if key in names), at.path)
        names |= dict.fromkeys(keys, name)
        groups.setdefault(name, []).append(at)
    return tuple(HeadGroup(tuple(maps)) for maps in groups.values())


@dataclass
class Gates:
    """xi (Michel et al. 2019, section 2.2): what the output of each head is multiplied by.

    ``values``: (heads,) of each attention, by the path of its module.
    """

    groups: tuple[HeadGroup, ...]
    values: dict[str, torch.Tensor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for group in self.groups:
            for at in group.maps:
                self.values[at.path] = torch.ones(at.heads, requires_grad=True)

    def close_(self, group: HeadGroup, heads: Sequence[int]) -> None:
        """From now on these heads say nothing."""
        with torch.no_grad():
            for at in group.maps:
                self.values[at.path][list(heads)] = 0

    def open_(self, group: HeadGroup) -> None:
        """All heads of ``group`` are heard again."""
        with torch.no_grad():
            for at in group.maps:
                self.values[at.path].fill_(1)

    @contextmanager
    def installed(self, model: PreTrainedModel) -> Iterator[None]:
        """Within it, the model's heads go through the gates."""
        hooks: list[RemovableHandle] = []
        seen: set[int] = set()
        try:
            for group in self.groups:
                for at in group.maps:
                    layer = model.get_submodule(at.output)
                    if id(layer) not in seen:  # one layer of several attentions has one gate
                        seen.add(id(layer))
                        gate = _Gate(self.values[at.path], at.width)
                        hooks.append(layer.register_forward_pre_hook(gate))
            yield
        finally:
            for hook in hooks:
                hook.remove()


@dataclass(frozen=True)
class _Gate:
    """Before the linear layer behind the heads: (..., heads width)."""

    values: torch.Tensor
    width: int

    def __call__(self, _: nn.Module, given: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        x, *more = given
        return (x * self.values.repeat_interleave(self.width).to(x), *more)


def importance(
    model: PreTrainedModel, gates: Gates, batches: Sequence[Batch]
) -> dict[str, torch.Tensor]:
    """I_h = E_x |dL/dxi_h|, (heads,) for each group by its path (Michel et al. 2019, equation 2).

    L is the task's loss over one text. It equals E_x |Att_h(x)^T dL/dAtt_h(x)|, the second form of
    the same equation, by the chain rule.
    """
    known = [at.path for group in gates.groups for at in group.maps]
    sums = {path: torch.zeros_like(gates.values[path], requires_grad=False) for path in known}
    with gates.installed(model), torch.enable_grad():
        for batch in batches:
            loss = model(**batch).loss
            values = [gates.values[path] for path in known]
            found = torch.autograd.grad(loss, values, allow_unused=True)
            for path, gradient in zip(known, found, strict=True):
                if gradient is not None:
                    sums[path] += gradient.abs()
    each = len(batches)
    return {
        group.path: torch.stack([sums[at.path] for at in group.maps]).sum(0) / each
        for group in gates.groups
    }


def head_cuts(
    model: PreTrainedModel, stay: Mapping[str, Sequence[int]], groups: Sequence[HeadGroup]
) -> dict[str, Kept]:
    """The rows and columns that go on where ``stay`` are the heads that do, by the path of their
    group; those without are left alone."""
    cuts: dict[str, Kept] = {}
    for group in groups:
        if group.path in stay:
            for at in group.maps:
                output, *bias = at.columns(stay[group.path]).items()
                cuts |= outputs(at.rows(stay[group.path]))
                cuts |= inputs(dict([output])) | outputs(dict(bias))
    return once(model, cuts)


def head_edits(
    cuts: Mapping[str, Kept], counts: Mapping[str, int], groups: Sequence[HeadGroup]
) -> tuple[Edit, ...]:
    """The edits of ``cuts``, and what each module counts then. ``counts``: heads, by group."""
    counted = [
        Heads(at.path, at.counted(counts[group.path]))
        for group in groups
        if group.path in counts
        for at in group.maps
        if at.counts
    ]
    return (*narrowing(cuts), *counted)
