"""A model with fewer words: rows of its tables, of output layers and of their biases."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.words import WordSeats, scored_apart, word_seats
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.layers.word_table import WordTable


def words_of(model: PreTrainedModel) -> tuple[int, ...]:
    """How many words each numbering has: of encoder and decoder, where these have their own."""
    tables = {seats.path: seats for seats in word_seats(model)}
    if any(isinstance(module, WordTable) for module in model.modules()):
        raise Refused(
            "reduce-vocabulary takes rows out of a dense table, and this one is compressed "
            "already; let the recipe take words out before it factorizes"
        )
    return tuple(seats.dense.num_embeddings for seats in tables.values())


def resize_(model: PreTrainedModel, numberings: Sequence[Numbering], edits: Sequence[Edit]) -> None:
    """Does ``edits``, and fills what they leave with the rows of ``numberings``."""
    kept = _kept(model, numberings)
    rebuild_(model, edits)
    state = model.state_dict()
    for name, rows in kept.items():
        state[name].copy_(rows)


def padding_after(seats: WordSeats, numbering: Numbering) -> int | None:
    """The row of padding that a table will have; None where it has none."""
    padding = seats.dense.padding_idx
    return None if padding is None else numbering.new(padding)


def settings_after(
    config: PreTrainedConfig, changes: Mapping[str, Any], sizes: Sequence[int]
) -> dict[str, Any]:
    """What of config.json changes: ids of words, and how many there are."""
    sized = {"vocab_size": sizes[0]}
    if getattr(config, "decoder_vocab_size", None) is not None:
        sized["decoder_vocab_size"] = sizes[-1]
    return {**changes, **sized}


def _kept(model: PreTrainedModel, numberings: Sequence[Numbering]) -> dict[str, torch.Tensor]:
    """What stays of each tensor that has a number, or a row, for each word."""
    of: dict[str, Numbering] = {}
    for seats, numbering in zip(word_seats(model), numberings, strict=True):
        of |= dict.fromkeys((seats.path, *seats.outputs), numbering)
    of |= dict.fromkeys(scored_apart(model), numberings[-1])
    found = {}
    for name, tensor in model.state_dict().items():
        path = name if name in of else name.rpartition(".")[0]
        if path in of:
            found[name] = _words(tensor, of[path])
    return found


def _words(tensor: torch.Tensor, numbering: Numbering) -> torch.Tensor:
    """(words, ...) to (kept words, ...), of a buffer (1, words) its second mode."""
    words = 0 if len(tensor) == numbering.words else 1
    return tensor.index_select(words, torch.tensor(numbering.kept, device=tensor.device))
