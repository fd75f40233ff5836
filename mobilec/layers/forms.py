"""Ways to execute a layer, each built only when it is looked at: some are as large as the layer
was before it was compressed."""

from collections.abc import Callable, Iterator, Mapping

from torch import nn

FACTORED = "factored"
"""Stored as it was compressed, computed in order."""
DENSE = "dense"
"""Stored as the product of all factors."""


class Forms(Mapping[str, nn.Module]):
    """Name to module. Every look-up builds the module anew, on the layer's own parameters where
    they are used as they are."""

    def __init__(self, builders: Mapping[str, Callable[[], nn.Module]]) -> None:
        self._builders = dict(builders)

    def __getitem__(self, name: str) -> nn.Module:
        return self._builders[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._builders)

    def __len__(self) -> int:
        return len(self._builders)
