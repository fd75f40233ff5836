"""In what numbers a training run computes, and which of them it takes where it may choose."""

import warnings
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from exporters.errors import Advice

FASTER = 0.9
"""Time of bf16 over that of fp32 below which ``auto`` takes it: it rounds to 8 bits, so it is to
gain more than two probes of the same arithmetic differ by."""


class Arithmetic(StrEnum):
    """The numbers of the forward and backward pass; weights and updates are always float32.
    ``AUTO``: those that are faster where the run begins."""

    AUTO = "auto"
    FP32 = "fp32"
    BF16 = "bf16"

    @property
    def is_bf16(self) -> bool:
        """As the Trainer asks. Whoever makes one has settled ``AUTO`` before."""
        if self is Arithmetic.AUTO:
            raise ValueError("auto is a question; mobilec.training.arithmetic.settled answers it")
        return self is Arithmetic.BF16


class Machine(Protocol):
    """Where a run computes. The true one is ``mobilec.training.pace.Here``."""

    @property
    def name(self) -> str:
        """Of the processor, or of the GPU where there is one."""
        ...

    @property
    def has_bf16(self) -> bool:
        """Whether it has instructions for products of bfloat16, which any can imitate."""
        ...

    @property
    def bf16_time(self) -> float:
        """Of a step of training, over the time of the same in float32; measured when asked."""
        ...


@dataclass(frozen=True)
class Settled:
    """``arithmetic``: FP32 or BF16. ``why``: in words, for the record of a run."""

    arithmetic: Arithmetic
    why: str


def settled(asked: Arithmetic, begun: Arithmetic | None, machine: Machine) -> Settled:
    """What a run computes in. ``begun``: what it did before it was killed, on whatever machine, so
    that it ends with the weights that it would have had; None where it begins."""
    if asked is not Arithmetic.AUTO:
        return Settled(asked, f"arithmetic: {asked}, as asked{_slowness(asked, machine)}")
    if begun is not None:
        slow = _slowness(begun, machine)
        return Settled(begun, f"arithmetic: {begun}, in which auto began this run{slow}")
    return _fastest(machine)


def warn_of_slowness(arithmetic: Arithmetic, machine: Machine) -> None:
    """Says before the slow work that the other arithmetic would be faster, and by how much."""
    if slow := _slowness(arithmetic, machine):
        advice = "arithmetic auto would begin a run in fp32 here"
        warnings.warn(f"this run computes in bf16{slow}; {advice}", Advice, stacklevel=2)


def _fastest(machine: Machine) -> Settled:
    if not machine.has_bf16:
        why = f"auto took fp32: {machine.name} has no instructions for bf16"
        return Settled(Arithmetic.FP32, f"arithmetic: {why}")
    time = machine.bf16_time
    found = Arithmetic.BF16 if time < FASTER else Arithmetic.FP32
    measured = f"a step in bf16 took {time:.2f} times as long as in fp32 on {machine.name}"
    return Settled(found, f"arithmetic: auto took {found}: {measured}")


def _slowness(arithmetic: Arithmetic, machine: Machine) -> str:
    if arithmetic is not Arithmetic.BF16 or machine.bf16_time <= 1:
        return ""
    return f", which takes {machine.bf16_time:.1f} times as long as fp32 on {machine.name}"
