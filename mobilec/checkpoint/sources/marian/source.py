"""Folders of Marian's own files: a model, its vocabularies, and the yml that names them."""

from pathlib import Path

import torch
from transformers import PreTrainedConfig

from mobilec.checkpoint.sources.hf.config import read_config
from mobilec.checkpoint.sources.hf.weights import read_weights
from mobilec.checkpoint.sources.marian.archive import read_archive
from mobilec.checkpoint.sources.marian.folder import is_marian, read_folder
from mobilec.checkpoint.sources.marian.unpack import unpacked
from mobilec.checkpoint.sources.source import WeightFiles, Weights


class Marian:
    """See ``mobilec.checkpoint.sources.source.Source``."""

    def recognises(self, folder: Path) -> bool:
        return is_marian(folder)

    def config(self, folder: Path) -> PreTrainedConfig:
        return read_config(unpacked(folder).folder)

    def weights(self, folder: Path) -> Weights:
        made = unpacked(folder)
        return Weights(read_weights(made.folder).tensors, made.sha256)

    def files(self, folder: Path) -> WeightFiles:
        model = read_folder(folder).model
        return WeightFiles(read_archive(model).form, (model,))

    def tensors(self, file: Path, form: str) -> dict[str, torch.Tensor]:  # noqa: ARG002
        """As they are stored, integers as integers."""
        archive = read_archive(file)
        stored = {**archive.tensors, **{name: m.values for name, m in archive.int8.items()}}
        return {name: torch.from_numpy(array.copy()) for name, array in stored.items()}


SOURCE = Marian()
