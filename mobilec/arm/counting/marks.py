"""What a program on ARM tells of itself while it is counted: system calls that do nothing.

runner.cpp and onnx_server.py set them, plugin/count.c sees them; a test holds the three equal.
"""

from enum import IntEnum

SYSTEM_CALL = 167
"""prctl on ARM64."""
OPTION = 0x6D6F6269
"""That no kernel knows."""


class Label(IntEnum):
    """What begins or has ended."""

    LOADS = 1
    LOADED = 2
    CALLS = 3
    CALLED = 4
