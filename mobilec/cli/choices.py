"""Words to choose from. The library's own lists stand in modules that import torch, and help
must answer without; a test holds both equal."""

from enum import StrEnum


class PrecisionName(StrEnum):
    """As Precision of exporters.precision.rules."""

    INT8 = "int8"
    INT8_STATIC = "int8-static"
    INT8_WEIGHT = "int8-weight"
    FP16 = "fp16"
    FP32 = "fp32"


class ArithmeticName(StrEnum):
    """As Arithmetic of mobilec.training.arithmetic."""

    AUTO = "auto"
    FP32 = "fp32"
    BF16 = "bf16"


class DecoderName(StrEnum):
    """As the decoders of exporters.families.marian_nmt.config."""

    SELF_ATTENTION = "self-attention"
    SSRU = "ssru"


class Architecture(StrEnum):
    """Where a bundle's programs are verified: on this machine, or on ARM64 processors."""

    HOST = "host"
    ARM64 = "arm64"


class DeviceName(StrEnum):
    """As DEVICES of mobilec.benchmarking.options."""

    HOST = "host"
    ADB = "adb"
    IOS = "ios"
    ARM = "arm"
    WEB = "web"


class ReportFormat(StrEnum):
    """As FORMATS of mobilec.reporting.report."""

    HTML = "html"
    MD = "md"
    CSV = "csv"
