"""The mean weights of the last checkpoints, of as many as is best on development text."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import MarianMTModel

from mobilec.checkpoint.once import fill_
from mobilec.training.resume import step_of
from mobilec.training.trainer import WEIGHTS_FILE
from mobilec.training.translation.development import Development
from mobilec.training.translation.record import Measured

State = dict[str, torch.Tensor]


def average_(
    model: MarianMTModel, work: Path, most: int, development: Development
) -> dict[int, Measured]:
    """Gives ``model`` the best mean of the last 1 to ``most`` checkpoints; the figures of each.

    The best is that of the highest chrF; of equal ones, that of the fewest checkpoints.
    """
    figures = {}
    for count, state in means(work, most).items():
        fill_(model, state, str(work))
        figures[count] = Measured(**development.measured(model))
    fill_(model, means(work, best(figures))[best(figures)], str(work))
    return figures


def best(figures: Mapping[int, Measured]) -> int:
    """How many checkpoints to average."""
    return max(figures, key=lambda count: (figures[count].chrf, -count))


def means(work: Path, most: int) -> dict[int, State]:
    """The mean of the last 1, 2, ... checkpoints, as many as there are, ``most`` at most."""
    folders = [file.parent for file in work.glob(f"checkpoint-*/{WEIGHTS_FILE}")]
    newest = sorted(folders, key=step_of, reverse=True)[:most]
    states = [load_file(folder / WEIGHTS_FILE) for folder in newest]
    return {
        count: {name: _mean([state[name] for state in states[:count]]) for name in states[0]}
        for count in range(1, len(states) + 1)
    }


def _mean(tensors: Sequence[torch.Tensor]) -> torch.Tensor:
    """What was not trained stays as it is: the mean of equal numbers may be off by the last bit."""
    first, *rest = tensors
    same = all(torch.equal(first, other) for other in rest)
    return first if same else torch.stack([*tensors]).mean(dim=0)
