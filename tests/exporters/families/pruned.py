"""Models with fewer heads, by nothing but the maps of their families."""

import copy
from collections.abc import Mapping, Sequence

import torch
from transformers import PreTrainedModel

from exporters.families.attention import AttentionMap
from mobilec.compressed.edits import Edit, Heads, Narrow
from mobilec.compressed.rebuild import rebuild_

Kept = Mapping[AttentionMap, Sequence[int]]
"""Attention to the heads that stay."""


def pruned(model: PreTrainedModel, kept: Kept) -> PreTrainedModel:
    """A copy with these heads alone."""
    small = copy.deepcopy(model)
    rebuild_(small, edits(kept))
    small.load_state_dict(weights(model, kept))
    return small.eval()


def edits(kept: Kept) -> list[Edit]:
    """What makes the structure."""
    made: list[Edit] = []
    for at, heads in kept.items():
        made += [Narrow(path, out_features=len(rows)) for path, rows in at.rows(heads).items()]
        output, *bias = at.columns(heads).items()
        made.append(Narrow(output[0], in_features=len(output[1])))
        made += [Narrow(path, out_features=len(columns)) for path, columns in bias]
        made.append(Heads(at.path, at.counted(len(heads))))
    return made


def weights(model: PreTrainedModel, kept: Kept) -> dict[str, torch.Tensor]:
    """The whole model's, with those rows and columns alone."""
    state = model.state_dict()
    own = dict(state)
    for at, heads in kept.items():
        for path, rows in at.rows(heads).items():
            names = (name for name in (f"{path}.weight", f"{path}.bias") if name in state)
            own |= {name: state[name][rows] for name in names}
        for path, columns in at.columns(heads).items():
            own[f"{path}.weight"] = state[f"{path}.weight"][:, columns]
    return own


def silenced(model: PreTrainedModel, kept: Kept) -> PreTrainedModel:
    """A copy of the same size whose output layers do not look at the other heads."""
    whole = copy.deepcopy(model)
    for at, heads in kept.items():
        gone = [head for head in range(at.heads) if head not in heads]
        columns = at.columns(gone)[at.output]
        whole.get_submodule(at.output).weight.data[:, columns] = 0
    return whole
