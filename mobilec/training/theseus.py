"""BERT-of-Theseus: successors take the places of runs of layers by chance, until they are all in.

    y_i+1 = r_i scc_i(y_i) + (1 - r_i) prd_i(y_i),    r_i ~ Bernoulli(p_d)
    p_d = min(1, k t + b)

(Xu et al., BERT-of-Theseus: Compressing BERT by Progressive Module Replacing, EMNLP 2020, equations
3 and 7.) The predecessor is frozen, and so is what both use while it is still asked, the embedding
and the output layer (section 3.2). A successor that was not drawn does not move, so the learning
rate that a successor sees is lr' = p_d lr in the mean (equation 8): where p_d grows, that is the
warm-up. Afterwards the whole successor learns alone (section 3.3).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from torch import nn
from transformers import PreTrainedModel, TrainerCallback

Runs = Sequence[Sequence[nn.Module]]
"""The layers that each successor replaces, one after the other."""


@dataclass(frozen=True)
class Replacement:
    """``rate``: b. ``until``: the share of all steps after which all are replaced. ``grows``:
    whether p_d grows to that on a straight line, k = (1 - b) / (until T), or stays b."""

    rate: float
    until: float
    grows: bool

    def over(self, step: int, steps: int) -> bool:
        """Whether the successor is alone at ``step``, from 0."""
        return step >= self.until * steps

    def rate_at(self, step: int, steps: int) -> float:
        """p_d."""
        if self.over(step, steps):
            return 1.0
        slope = (1 - self.rate) / (self.until * steps) if self.grows else 0.0
        return min(1.0, slope * step + self.rate)


class TheseusLayers(nn.ModuleList):
    """A list of successors. Gone through in training, it gives the run of each that is not in
    ``replaced``. Parameters and names of tensors are those of the successors alone."""

    def __init__(self, successors: Iterable[nn.Module], runs: Runs) -> None:
        super().__init__(successors)
        # A tuple is no submodule: what is frozen is neither stored nor given to an optimizer.
        self._runs = tuple(tuple(run) for run in runs)
        self.replaced: tuple[bool, ...] = (True,) * len(self)

    def __iter__(self) -> Iterator[nn.Module]:
        layers = [*super().__iter__()]
        if not self.training:
            return iter(layers)
        drawn = zip(layers, self._runs, self.replaced, strict=True)
        return iter([each for new, run, isin in drawn for each in ((new,) if isin else run)])

    def __getitem__(self, at: Any) -> Any:
        """A part is a list of the same kind: some models go through ``layers[:n]``."""
        if not isinstance(at, slice):
            return super().__getitem__(at)
        part = TheseusLayers([*self._modules.values()][at], self._runs[at])
        part.replaced, part.training = self.replaced[at], self.training
        return part

    def train(self, mode: bool = True) -> Self:
        for layer in self._held():
            layer.train(mode)
        return super().train(mode)

    def _apply(self, fn: Any, recurse: bool = True) -> Self:
        """To another device or dtype."""
        for layer in self._held():
            layer._apply(fn, recurse)
        super()._apply(fn, recurse)
        return self

    def _held(self) -> Iterator[nn.Module]:
        return (layer for run in self._runs for layer in run)


class Replacing(TrainerCallback):
    """Draws for each step, by ``seed`` and its number alone: a run that goes on after a kill draws
    as it would have, and each of several processes as the others."""

    def __init__(
        self,
        model: PreTrainedModel,
        stacks: Sequence[TheseusLayers],
        replacement: Replacement,
        seed: int,
    ) -> None:
        self._stacks, self._replacement, self._seed = stacks, replacement, seed
        own = {id(p) for stack in stacks for p in stack.parameters()}
        self._common = [p for p in model.parameters() if id(p) not in own]
        self._learns: list[nn.Parameter] = []

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        self._learns = [p for p in self._common if p.requires_grad]

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        self.draw(state.global_step, state.max_steps)

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        self._thaw(True)

    def draw(self, step: int, steps: int) -> None:
        """Who is in at ``step`` of ``steps``."""
        rate = self._replacement.rate_at(step, steps)
        chance = np.random.default_rng([self._seed, step])
        for stack in self._stacks:
            stack.replaced = tuple((chance.random(len(stack)) < rate).tolist())
        self._thaw(self._replacement.over(step, steps))

    def _thaw(self, learns: bool) -> None:
        for parameter in self._learns:
            parameter.requires_grad_(learns)


@contextmanager
def replacing(
    model: PreTrainedModel,
    runs: Mapping[str, Runs],
    replacement: Replacement,
    seed: int,
    kinds: Sequence[str] = (),
) -> Iterator[Replacing]:
    """Within it, training replaces ``runs`` (path of a list of successors to what each of them
    replaces); names of tensors are as ever, and the successor alone is measured. ``kinds``: those
    that the layers of ``runs`` have in config.json, where they have some."""
    own = getattr(model.config, "layer_types", None)
    before = {path: model.get_submodule(path) for path in runs}
    made = {path: TheseusLayers(before[path], runs[path]) for path in runs}  # type: ignore[arg-type]
    for path, theseus in made.items():
        for run in runs[path]:
            for each in run:
                each.requires_grad_(False)
        _put_(model, path, theseus.train(model.training))
    if own is not None:  # ModernBERT makes a mask for each kind that is named there
        model.config.layer_types = [*own, *sorted({*kinds} - {*own})]
    try:
        yield Replacing(model, [*made.values()], replacement, seed)
    finally:
        if own is not None:
            model.config.layer_types = own
        for path, layers in before.items():
            _put_(model, path, layers)


def nothing_drawn() -> torch.Tensor:
    """A loss of 0 that has a gradient, as there is none where no successor is drawn."""
    return torch.zeros((), requires_grad=True)


def _put_(model: PreTrainedModel, path: str, layers: nn.Module) -> None:
    holder, _, name = path.rpartition(".")
    setattr(model.get_submodule(holder), name, layers)
