"""What a training run of a classifier is told."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.training.arithmetic import Arithmetic


@dataclass(frozen=True)
class ClassificationOptions:
    """One run: ``model`` is a folder in Hugging Face format, ``train`` and ``dev`` labelled files.

    ``labels`` are the names of the classes, in the order of their indices. ``max_length`` counts
    tokens, special ones included; longer texts are cut. ``warmup`` is the share of all steps in
    which the learning rate climbs to ``learning_rate``, before it falls to 0 on a straight line.
    ``layer_drop`` is how likely each layer is left out of a step (LayerDrop, Fan et al. 2020).
    ``save_steps`` is how many steps a killed run loses at most.
    """

    model: Path
    train: Path
    dev: Path
    output: Path
    labels: tuple[str, ...]
    epochs: int = 3
    learning_rate: float = 5e-5
    batch_size: int = 32
    max_length: int = 128
    warmup: float = 0.06
    weight_decay: float = 0.01
    layer_drop: float = 0.0
    arithmetic: Arithmetic = Arithmetic.AUTO
    seed: int = 0
    save_steps: int = 500

    def __post_init__(self) -> None:
        if len(set(self.labels)) < 2 or len(set(self.labels)) < len(self.labels):
            raise Refused(f"the labels {list(self.labels)} must be two or more different names")
        for name in ("epochs", "learning_rate", "batch_size", "max_length", "save_steps"):
            if getattr(self, name) <= 0:
                raise Refused(f"{name} is {getattr(self, name)}; give a number above 0")
        for name in ("warmup", "layer_drop"):
            if not 0 <= getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; give a share, 0 or more, below 1")
        if self.weight_decay < 0:
            raise Refused(f"weight_decay is {self.weight_decay}; give 0 or more")
