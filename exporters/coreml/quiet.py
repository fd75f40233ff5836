"""coremltools without its talk, so that whoever watches the export can draw on the terminal."""

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np

_TALKERS = ("coremltools", "torch.utils._pytree")
"""The second speaks when coremltools imports torchao."""

_BARS = (
    ("coremltools.converters.mil.frontend.torch.ops", "_tqdm"),
    ("coremltools.converters.mil.mil.passes.pass_pipeline", "tqdm"),
)
"""Where coremltools draws a bar: (module, the name it calls). It has no switch for them."""


@contextmanager
def quiet() -> Iterator[None]:
    """Holds back warnings: about library versions at import, about overflow in rejected fusions.

    Errors are raised as before.
    """
    loggers = [logging.getLogger(name) for name in _TALKERS]
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


@contextmanager
def quiet_conversion() -> Iterator[None]:
    """``quiet``, and no progress bars."""
    modules = [(import_module(module), name) for module, name in _BARS]
    bars: list[Callable[..., Any]] = [getattr(module, name) for module, name in modules]
    for module, name in modules:
        setattr(module, name, _no_bar)
    try:
        with quiet():
            yield
    finally:
        for (module, name), bar in zip(modules, bars, strict=True):
            setattr(module, name, bar)


def _no_bar(items: Iterable[Any], desc: str = "", unit: str = "") -> Iterable[Any]:  # noqa: ARG001
    return items
