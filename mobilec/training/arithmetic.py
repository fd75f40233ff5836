"""In what numbers a training run computes."""

from enum import StrEnum


class Arithmetic(StrEnum):
    """The numbers of the forward and backward pass; weights and updates are always float32."""

    FP32 = "fp32"
    BF16 = "bf16"
