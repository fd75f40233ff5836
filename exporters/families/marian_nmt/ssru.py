"""The simpler simple recurrent unit: a decoder's layer whose memory is one row.

Kim et al. 2019, "From Research to Production and Back: Ludicrously Fast Neural Machine
Translation", section 3.1, after Lei et al. 2018: with the input x_t of step t

    f_t = sigmoid(W_f x_t + b_f)      c_t = f_t c_(t-1) + (1 - f_t) W x_t      o_t = relu(c_t)

and c before the first step is zero.
"""

from typing import Any

import torch
from torch import nn
from transformers import DynamicCache, EncoderDecoderCache
from transformers.cache_utils import Cache, DynamicLayer


class RowLayer(DynamicLayer):
    """Of transformers' caches: the row of one layer, in place of keys and values."""

    def __init__(self) -> None:
        super().__init__()
        self.row: torch.Tensor | None = None
        self.steps = 0

    def replace(self, row: torch.Tensor, steps: int) -> None:
        """The row (batch, width) after ``steps`` more tokens."""
        self.row, self.steps = row, self.steps + steps

    def get_seq_length(self) -> int:
        """How many tokens the row is of."""
        return self.steps

    def reset(self) -> None:
        self.row, self.steps = None, 0

    def reorder_cache(self, beam_idx: torch.Tensor) -> None:
        self.batch_select_indices(beam_idx)

    def batch_repeat_interleave(self, repeats: int) -> None:
        if self.row is not None:
            self.row = self.row.repeat_interleave(repeats, dim=0)

    def batch_select_indices(self, indices: torch.Tensor) -> None:
        if self.row is not None:
            self.row = self.row[indices.to(self.row.device)]


def keep_rows_(cache: Any, layers: int) -> None:
    """Gives a new cache, as ``generate`` makes it for every translator, rows for its decoder."""
    if isinstance(cache, EncoderDecoderCache) and isinstance(
        cache.self_attention_cache, DynamicCache
    ):
        own: Any = cache
        own.self_attention_cache = Cache(layers=[RowLayer() for _ in range(layers)])


class Ssru(nn.Module):
    """Takes the place of a decoder layer's attention over what was said, and is called as it is.

    ``layer_idx``: which row of the cache is its own. ``projected``: has a linear layer behind it.
    """

    def __init__(self, width: int, layer_idx: int, projected: bool) -> None:
        super().__init__()
        self.layer_idx = layer_idx
        self.input_proj = nn.Linear(width, width, bias=False)
        self.forget_gate = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width) if projected else nn.Identity()

    def forward(
        self, hidden_states: torch.Tensor, cache: Any = None, **_: object
    ) -> tuple[torch.Tensor, None]:
        """(batch, steps, width) to the same; all steps at once, but for the sum over them."""
        forget = torch.sigmoid(self.forget_gate(hidden_states))
        new = (1 - forget) * self.input_proj(hidden_states)
        kept = None
        if cache is not None:
            kept = cache.self_attention_cache.layers[self.layer_idx]
        row = None if kept is None else kept.row
        rows = []
        for at in range(hidden_states.shape[1]):
            row = new[:, at] if row is None else forget[:, at] * row + new[:, at]
            rows.append(row)
        if kept is not None:
            kept.replace(row, len(rows))
        return self.out_proj(torch.relu(torch.stack(rows, dim=1))), None
