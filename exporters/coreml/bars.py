"""coremltools without its progress bars."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from exporters.quiet import quiet

_BARS = (
    ("coremltools.converters.mil.frontend.torch.ops", "_tqdm"),
    ("coremltools.converters.mil.mil.passes.pass_pipeline", "tqdm"),
)
"""Where coremltools draws a bar: (module, the name it calls). It has no switch for them."""


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
