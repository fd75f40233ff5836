"""Folders in Hugging Face format: config.json, and safetensors or pickled tensors."""

from pathlib import Path

import torch
from transformers import PreTrainedConfig

from mobilec.checkpoint.sources.hf.config import read_config
from mobilec.checkpoint.sources.hf.weight_files import find_weights
from mobilec.checkpoint.sources.hf.weights import READERS, read_weights
from mobilec.checkpoint.sources.known import CONFIG
from mobilec.checkpoint.sources.source import WeightFiles, Weights


class HuggingFace:
    """See ``mobilec.checkpoint.sources.source.Source``."""

    def recognises(self, folder: Path) -> bool:
        return (folder / CONFIG).is_file()

    def config(self, folder: Path) -> PreTrainedConfig:
        return read_config(folder)

    def weights(self, folder: Path) -> Weights:
        return read_weights(folder)

    def files(self, folder: Path) -> WeightFiles:
        return find_weights(folder)

    def tensors(self, file: Path, form: str) -> dict[str, torch.Tensor]:
        return READERS[form](file)


SOURCE = HuggingFace()
