"""What a kind of folder must be able to say of a model."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from transformers import PreTrainedConfig


@dataclass(frozen=True)
class WeightFiles:
    """``form``: how the files are written, such as safetensors. ``promised``: what an index says
    that they hold together."""

    form: str
    files: tuple[Path, ...]
    promised: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Weights:
    """Tensors by the names that the model's class has for them. ``digest``: sha256 over the
    files."""

    tensors: dict[str, torch.Tensor]
    digest: str


class Source(Protocol):
    """One kind of folder. Each door raises ``Refused`` for files that are absent or broken."""

    def recognises(self, folder: Path) -> bool:
        """Whether a folder is of this kind, by the names of its files."""
        ...

    def config(self, folder: Path) -> PreTrainedConfig:
        """The configuration of the model, as its class in transformers takes it."""
        ...

    def weights(self, folder: Path) -> Weights:
        """All of its tensors."""
        ...

    def files(self, folder: Path) -> WeightFiles:
        """Where they lie."""
        ...

    def tensors(self, file: Path, form: str) -> dict[str, torch.Tensor]:
        """What one of these files holds, by its own names."""
        ...
