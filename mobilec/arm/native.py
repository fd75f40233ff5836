"""The processor of this machine, where it is ARM64 itself."""

import platform

from exporters import processor
from mobilec.arm.processors import DOT, MATRIX, Processor


def is_native() -> bool:
    """Whether this machine runs ARM64 itself."""
    return platform.machine().lower() in ("arm64", "aarch64")


def this_processor() -> Processor:
    """What this machine says of itself."""
    found = processor.this_processor()
    return Processor(found.name, found.among((DOT, MATRIX)), "this machine")
