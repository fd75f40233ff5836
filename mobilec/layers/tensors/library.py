"""tensorly on PyTorch's tensors, without a change of its global back end."""

from collections.abc import Iterator
from contextlib import contextmanager

import tensorly


@contextmanager
def on_torch() -> Iterator[None]:
    """While this is open, tensorly computes with torch in this thread."""
    with tensorly.backend_context("pytorch", local_threadsafe=True):
        yield
