"""torch.onnx without its talk, so that whoever watches the export can draw on the terminal."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_TALKERS = ("torch.onnx", "torch.export", "onnxscript", "onnx_ir")


@contextmanager
def quiet() -> Iterator[None]:
    """Holds back warnings and lines about what torch.onnx skips; errors are raised as before."""
    loggers = [logging.getLogger(name) for name in _TALKERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
