"""How precise a program is, and the rules that say it layer by layer: the first match wins."""

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """How numbers are stored and multiplied; each back end says what it means there."""

    INT8 = "int8"
    INT8_STATIC = "int8-static"
    INT8_WEIGHT = "int8-weight"
    FP16 = "fp16"
    FP32 = "fp32"

    @property
    def is_int8(self) -> bool:
        return self.value.startswith("int8")


@dataclass(frozen=True)
class Rule:
    """``pattern`` is a shell pattern on the layer's path; ``quantize`` False leaves it in float."""

    pattern: str
    quantize: bool
