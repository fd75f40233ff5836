"""``hidden`` and ``output_rows``: a step without its output layer, and the rows of that layer.

Where a shortlist says which words a sentence may become, whoever calls the program multiplies by
the rows of these alone, a few hundred of some ten thousand, and the same at every step. So the rows
are looked up once a sentence, and no file multiplies by all of them.
"""

from dataclasses import replace

import torch
from torch import nn

from exporters.capture.seats import reseated
from exporters.capture.translation.decode import Decode
from exporters.decode.state import (
    HIDDEN,
    OUTPUT_BIAS,
    OUTPUT_ROWS,
    WORDS,
    WORDS_AT_ONCE,
)
from exporters.errors import Refused
from exporters.program import Method, TensorSpec


class OutputRows(nn.Module):
    """Rows of the output layer, in the table that it multiplies by, and its bias."""

    reads_ids = True
    """Also where the rows are handed in (see ``exporters.capture.translation.rows``)."""

    def __init__(self, head: nn.Linear, bias: torch.Tensor | None) -> None:
        """``bias``: (words,), None for none."""
        super().__init__()
        self.rows = nn.Embedding(head.out_features, head.in_features, device="meta")
        self.rows.weight = head.weight
        self.bias = None if bias is None else nn.Buffer(bias.detach().unsqueeze(-1))

    def forward(self, words: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """words (n,) to their rows (n, width), and their bias (n,) where there is one."""
        rows = self.rows(words)
        if self.bias is None:
            return (rows,)
        return rows, nn.functional.embedding(words, self.bias).squeeze(-1)


def shortlisted_methods(decode: Method) -> tuple[Method, Method]:
    """``hidden`` takes what ``decode`` takes and returns what its output layer would be given.

    Refused: a model whose last layer is not one product with a row for each word.
    """
    module = decode.module
    assert isinstance(module, Decode), "as it was captured"
    path, head = _head(module, decode.outputs[0].shape[-1])
    bias, rest = _bias(module.model, head)
    before = reseated(module, lambda at, _: nn.Identity() if at == path else None)
    if rest is not None:
        # It is added to the logits, which are not made here.
        before.model._buffers[_ADDED] = torch.zeros(1, 1)
    width = head.in_features
    hypotheses = decode.outputs[0].shape[0]
    hidden = TensorSpec(HIDDEN, torch.float32, (hypotheses, width))
    outputs = (
        TensorSpec(OUTPUT_ROWS, torch.float32, (WORDS_AT_ONCE, width)),
        *((TensorSpec(OUTPUT_BIAS, torch.float32, (WORDS_AT_ONCE,)),) if bias is not None else ()),
    )
    below = head.out_features
    words = TensorSpec(WORDS, torch.int64, (WORDS_AT_ONCE,), below=below)
    rows = OutputRows(head, bias).eval()
    return (
        replace(decode, name=HIDDEN, module=before, outputs=(hidden, *decode.outputs[1:])),
        Method(OUTPUT_ROWS, rows, (words,), outputs),
    )


_ADDED = "final_logits_bias"
"""A buffer (1, words) of BART's and Marian's models, which they add to their logits."""


def _head(module: Decode, words: object) -> tuple[str, nn.Linear]:
    found = [
        (path, layer)
        for path, layer in module.named_modules()
        if isinstance(layer, nn.Linear) and layer.out_features == words
    ]
    if len(found) == 1:
        return found[0]
    raise Refused(
        f"a shortlist picks rows of one output layer, and this model says its {words} words by "
        f"{len(found)} layers of so many (in bands, or shared with another): --shortlist none "
        "exports it without one"
    )


def _bias(model: nn.Module, head: nn.Linear) -> tuple[torch.Tensor | None, torch.Tensor | None]:
    """All that is added to the product, None where it is nothing; and what of it the model adds."""
    added: torch.Tensor | None = model._buffers.get(_ADDED)
    parts = [part.reshape(-1) for part in (head.bias, added) if part is not None]
    whole = sum(parts[1:], parts[0]) if parts else None
    return (whole if whole is not None and bool(whole.any()) else None), added
