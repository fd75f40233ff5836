"""Which layers a model does best with: subsets tried on data, each once."""

import copy
import json
from collections.abc import Mapping, Sequence

from transformers import PreTrainedModel

from exporters.families.layers import Stack
from exporters.whole.file import write_whole
from mobilec.checkpoint.once import hashed
from mobilec.compressed.rebuild import rebuild_
from mobilec.compression.data.moments import mean_loss
from mobilec.compression.method import Context
from mobilec.compression.structure.dev import on_dev, refuse_unmeasured
from mobilec.compression.structure.layers import Depths, depth_edits, subsets

MOST = 64
"""Subsets of one stack that are all tried; where there are more, one layer after another goes."""
WHO = "drop-layers"
WHAT = "which layers are best"


def searched(
    model: PreTrainedModel,
    stacks: Sequence[Stack],
    depths: Depths,
    wanted: Mapping[str, int],
    on_dev_data: bool,
    context: Context,
) -> Depths:
    """``depths`` with as many layers of each role as are ``wanted``: the best on data, one stack
    after another. What was tried is kept beside the output, so that a killed search goes on."""
    judge = _Judge(model, stacks, on_dev_data, context)
    best = dict(depths)
    for stack in stacks:
        if stack.role in wanted:
            best = _of_one(judge, stack, best, wanted[stack.role])
    return best


def _of_one(judge: "_Judge", stack: Stack, depths: Depths, stay: int) -> Depths:
    def best(choices: Sequence[tuple[int, ...]]) -> Depths:
        return max(({**depths, stack.role: c} for c in choices), key=judge.worth)

    if every := subsets(stack.layers, stay, MOST):
        return best(every)
    left = tuple(range(stack.layers))
    while len(left) > stay:
        left = best([_without(left, at) for at in left])[stack.role]
    return {**depths, stack.role: left}


def _without(layers: tuple[int, ...], gone: int) -> tuple[int, ...]:
    return tuple(at for at in layers if at != gone)


class _Judge:
    """What a model of some depths is worth, more being better."""

    def __init__(
        self, model: PreTrainedModel, stacks: Sequence[Stack], on_dev_data: bool, context: Context
    ) -> None:
        self._model, self._stacks, self._context = model, stacks, context
        self._on_dev_data = on_dev_data
        self._file = context.work and context.work / f"layers-{self._identity()}.json"
        self._tried: dict[str, float] = {}
        if self._file and self._file.is_file():
            self._tried = json.loads(self._file.read_text(encoding="utf-8"))

    def worth(self, depths: Depths) -> float:
        key = json.dumps(depths, sort_keys=True)
        if key not in self._tried:
            named = (f"{role} {', '.join(map(str, stay))}" for role, stay in depths.items())
            self._context.progress.doing(f"layers of {'; '.join(named)}")
            self._tried[key] = self._measured(depths)
            if self._file and self._context.keeps:
                write_whole(json.dumps(self._tried, indent=1), self._file)
        return self._tried[key]

    def _measured(self, depths: Depths) -> float:
        small = copy.deepcopy(self._model)
        rebuild_(small, depth_edits(self._model, self._stacks, depths))
        if self._on_dev_data:
            return on_dev(small, self._context, WHO).value
        return -mean_loss(small, self._context.labelled(WHAT))

    def _identity(self) -> str:
        """Of what decides the answers: the weights, the data, and what is asked of them."""
        seen = hashed(self._model)
        seen.update(b"dev" if self._on_dev_data else b"loss")
        if self._on_dev_data:
            seen.update(refuse_unmeasured(self._context, WHO).read_bytes())
        else:
            for batch in self._context.labelled(WHAT):
                for tensor in batch.values():
                    seen.update(tensor.numpy().tobytes())
        return seen.hexdigest()[:16]
