"""What a fine-tuning run is told."""

from dataclasses import dataclass

from exporters.errors import Refused
from mobilec.training.arithmetic import Arithmetic


@dataclass(frozen=True)
class FinetuningOptions:
    """``warmup``: the share of all steps in which the learning rate climbs to ``learning_rate``,
    before it falls to 0 on a straight line. ``max_length``: tokens of a text or a side, the rest
    is cut.

    ``save_steps``: after so many steps the model is measured and kept, and a killed run goes on
    from there; None is once an epoch. The best of them is the result. ``patience``: the run ends
    when so many of them in a row were no better; 0 never ends it early. ``label_smoothing``: of
    translators alone.

    ``layer_drop``: how likely each layer is left out of a step, so that some can be taken away
    afterwards. ``sparsity``: the share of zeros that the matrices of encoder and decoder stacks
    come to, a few more each step; ``sparse_after``: the share of all steps by which they do. The
    result is then the last state.
    """

    epochs: int = 3
    learning_rate: float = 5e-5
    batch_size: int = 32
    max_length: int = 128
    warmup: float = 0.06
    weight_decay: float = 0.01
    label_smoothing: float = 0.0
    save_steps: int | None = None
    patience: int = 0
    seed: int = 0
    arithmetic: Arithmetic = Arithmetic.AUTO
    layer_drop: float = 0.0
    sparsity: float = 0.0
    sparse_after: float = 0.7

    def __post_init__(self) -> None:
        for name in ("epochs", "learning_rate", "batch_size", "max_length"):
            if getattr(self, name) <= 0:
                raise Refused(f"{name} is {getattr(self, name)}; give a number above 0")
        if self.save_steps is not None and self.save_steps <= 0:
            raise Refused(
                f"save_steps is {self.save_steps}; give a number above 0, or leave it out"
            )
        for name in ("weight_decay", "patience"):
            if getattr(self, name) < 0:
                raise Refused(f"{name} is {getattr(self, name)}; give 0 or more")
        if self.sparsity and self.patience:
            raise Refused("patience may end the run before its zeros are there; leave one out")
        if not 0 < self.sparse_after <= 1:
            raise Refused(f"sparse_after is {self.sparse_after}; give a share above 0, at most 1")
        for name in ("warmup", "label_smoothing", "layer_drop", "sparsity"):
            if not 0 <= getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; give a share from 0 to below 1")
