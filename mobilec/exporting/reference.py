"""The answers of the PyTorch model itself, which everything exported is held to."""

import numpy as np
import torch

from mobilec.checkpoint.load import Checkpoint


class Reference:
    """The stock model with transformers' own masks and eager attention; nothing of capture."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._model = checkpoint.model
        self._model.set_attn_implementation("eager")

    @torch.inference_mode()
    def logits(self, ids: list[int]) -> np.ndarray:
        """(labels,) for ids without padding."""
        input_ids = torch.tensor([ids], dtype=torch.int64)
        mask = torch.ones_like(input_ids)
        return self._model(input_ids=input_ids, attention_mask=mask).logits[0].float().numpy()
