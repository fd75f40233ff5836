"""A model with fewer words: rows of its tables, of output layers and of their biases."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import torch
from torch import nn
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.words import WordSeats, word_seats
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.layers.word_table import WordTable

_LOGITS_BIAS = "final_logits_bias"
"""A buffer (1, words) of Marian, BART, mBART and M2M100."""


def words_of(model: PreTrainedModel) -> tuple[int, ...]:
    """How many words each numbering has: of encoder and decoder, where these have their own."""
    tables = {seats.path: seats for seats in word_seats(model)}
    if any(isinstance(module, WordTable) for module in model.modules()):
        raise Refused(
            "reduce-vocabulary takes rows out of a dense table, and this one is compressed "
            "already; let the recipe take words out before it factorizes"
        )
    return tuple(seats.dense.num_embeddings for seats in tables.values())


def resize_(model: PreTrainedModel, numberings: Sequence[Numbering]) -> None:
    """Keeps the rows of ``numberings``; what is tied stays tied. Padding keeps its row's place."""
    found = word_seats(model)
    for seats, numbering in zip(found, numberings, strict=True):
        _tables_(model, seats, numbering)
    if not any(seats.outputs for seats in found):
        _output_(model, numberings[-1])
    bias = getattr(model, _LOGITS_BIAS, None)
    if bias is not None:
        model.register_buffer(_LOGITS_BIAS, _rows(bias.T, numberings[-1]).T.contiguous())


def padding_after(seats: WordSeats, numbering: Numbering) -> int | None:
    """The row of padding that a table will have; None where it has none."""
    padding = seats.dense.padding_idx
    return None if padding is None else numbering.new(padding)


def any_rows(words: int, padding: int | None, size: int, new: int | None) -> Numbering:
    """``size`` rows of ``words``; that of ``padding`` becomes the row ``new``."""
    kept = [row for row in range(words) if row != padding][:size]
    if padding is not None and new is not None:
        kept = [*kept[:new], padding, *kept[new : size - 1]]
    return Numbering(tuple(kept), words)


def settings_after(
    config: PreTrainedConfig, changes: Mapping[str, Any], sizes: Sequence[int]
) -> dict[str, Any]:
    """What of config.json changes: ids of words, and how many there are."""
    sized = {"vocab_size": sizes[0]}
    if getattr(config, "decoder_vocab_size", None) is not None:
        sized["decoder_vocab_size"] = sizes[-1]
    return {**changes, **sized}


def _tables_(model: PreTrainedModel, seats: WordSeats, numbering: Numbering) -> None:
    weight = nn.Parameter(_rows(seats.dense.weight, numbering), seats.dense.weight.requires_grad)
    for path in (*seats.tables, *seats.outputs):
        module = cast(nn.Embedding | nn.Linear, model.get_submodule(path))
        module.weight = weight
        if isinstance(module, nn.Linear):
            _narrow_(module, numbering)
        else:
            module.num_embeddings = len(numbering)
            if module.padding_idx is not None:
                module.padding_idx = numbering.new(module.padding_idx)


def _output_(model: PreTrainedModel, numbering: Numbering) -> None:
    """An output layer with a matrix of its own."""
    output = model.get_output_embeddings()
    if isinstance(output, nn.Linear) and output.weight.shape[0] == numbering.words:
        output.weight = nn.Parameter(_rows(output.weight, numbering), output.weight.requires_grad)
        _narrow_(output, numbering)


def _narrow_(output: nn.Linear, numbering: Numbering) -> None:
    output.out_features = len(numbering)
    if output.bias is not None:
        output.bias = nn.Parameter(_rows(output.bias, numbering), output.bias.requires_grad)


def _rows(tensor: torch.Tensor, numbering: Numbering) -> torch.Tensor:
    """(words, ...) to (kept words, ...)."""
    return tensor.detach()[torch.tensor(numbering.kept, device=tensor.device)].contiguous()
