"""The libraries without their talk, so that whoever watches the export can draw on the terminal."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from exporters.formats import FACTS

_TALKERS = (
    *(name for facts in FACTS.values() for name in facts.loggers),
    *("torch.export", "torch.utils._pytree"),
)
"""Loggers that warn about what is none of the user's business: versions of libraries that are not
used, operators that are tried and left alone."""


@contextmanager
def quiet(*talkers: str) -> Iterator[None]:
    """Holds back warnings and lines below errors; errors are raised as before.

    ``talkers``: the only loggers that would speak, where more are not worth their time: each clears
    what all loggers of the process keep.
    """
    loggers = [logging.getLogger(name) for name in talkers or _TALKERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
