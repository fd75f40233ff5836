"""Where figures were seen: without it they mean nothing."""

import os
import platform
from importlib.metadata import version

from exporters.processor import this_processor

_LIBRARIES = ("torch", "transformers", "executorch", "onnx", "onnxruntime", "coremltools")


def machine() -> dict[str, object]:
    """Processor, what it can do, how busy it is at this moment, and versions of libraries."""
    processor = this_processor()
    return {
        "processor": processor.name,
        "instructions": list(processor.int8),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "load_average": os.getloadavg(),
        "versions": {name: version(name) for name in _LIBRARIES},
    }
