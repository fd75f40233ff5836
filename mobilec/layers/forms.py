"""Ways to execute a layer, each built only when it is looked at: some are as large as the layer
was before it was compressed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

FACTORED = "factored"
"""Stored as it was compressed, computed in order."""
DENSE = "dense"
"""Stored as the product of all factors."""


Form = TypeVar("Form")


class Forms(Mapping[str, Form], Generic[Form]):
    """Name to form. Every look-up builds it anew, on the layer's own parameters where they are
    used as they are."""

    def __init__(self, builders: Mapping[str, Callable[[], Form]]) -> None:
        self._builders = dict(builders)

    def __getitem__(self, name: str) -> Form:
        return self._builders[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._builders)

    def __len__(self) -> int:
        return len(self._builders)
