"""The mean weights of the last checkpoints, of as many as is best on development text."""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import MarianMTModel

from mobilec.training.translation.development import Development
from mobilec.training.translation.record import Measured

WEIGHTS_FILE = "model.safetensors"

State = dict[str, torch.Tensor]


def average_(
    model: MarianMTModel, work: Path, most: int, development: Development
) -> dict[int, Measured]:
    """Gives ``model`` the best mean of the last 1 to ``most`` checkpoints; the figures of each.

    The best is that of the highest chrF; of equal ones, that of the fewest checkpoints.
    """
    figures = {}
    for count, state in means(work, most).items():
        _load_(model, state)
        figures[count] = Measured(**development.measured(model))
    _load_(model, means(work, best(figures))[best(figures)])
    return figures


def best(figures: Mapping[int, Measured]) -> int:
    """How many checkpoints to average."""
    return max(figures, key=lambda count: (figures[count].chrf, -count))


def means(work: Path, most: int) -> dict[int, State]:
    """The mean of the last 1, 2, ... checkpoints, as many as there are, ``most`` at most."""
    folders = [file.parent for file in work.glob(f"checkpoint-*/{WEIGHTS_FILE}")]
    newest = sorted(folders, key=lambda folder: -int(folder.name.rpartition("-")[2]))[:most]
    states = [load_file(folder / WEIGHTS_FILE) for folder in newest]
    return {
        count: {
            name: torch.stack([state[name] for state in states[:count]]).mean(dim=0)
            for name in states[0]
        }
        for count in range(1, len(states) + 1)
    }


def _load_(model: MarianMTModel, state: State) -> None:
    # Names that are missing are those of tied weights: a checkpoint holds each tensor once.
    unknown = model.load_state_dict(state, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"a checkpoint of another model: {unknown}")
    model.tie_weights()
