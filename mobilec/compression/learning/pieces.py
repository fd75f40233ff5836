"""A student's words in the ids of its teacher, where it has some of the teacher's words alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import PreTrainedModel

from mobilec.compression.data.model_text import ModelText


@dataclass(frozen=True)
class SharedPieces:
    """``source``, ``target``: the teacher's id of each of the student's, on both sides."""

    source: Mapping[int, int]
    target: Mapping[int, int]

    @property
    def columns(self) -> torch.Tensor:
        """(student's words,): where the teacher's answers have what the student can say."""
        return torch.tensor([self.target[id] for id in range(len(self.target))])

    def read(self, ids: list[int]) -> list[int]:
        """A source of the student's as the teacher has it."""
        return [self.source[id] for id in ids]

    def said(self, ids: list[int]) -> list[int]:
        """A translation likewise."""
        return [self.target[id] for id in ids]


def shared_pieces(student: ModelText, teacher: ModelText) -> SharedPieces | None:
    """None where the student has a word that the teacher has not, or an id that is no word."""
    sides = [_side(*pair) for pair in zip(_sides(student), _sides(teacher), strict=True)]
    if sides[0] is None or sides[1] is None:
        return None
    return SharedPieces(sides[0], sides[1])


def _sides(text: ModelText) -> tuple[dict[str, int], dict[str, int]]:
    """Words and ids that the model has rows for, of source and target."""
    words, config = text.words, text.about.config
    rows = int(config.vocab_size)
    target = int(getattr(config, "decoder_vocab_size", None) or rows)
    return _rows(words.source, rows), _rows(words.target, target)


def _rows(tokenizer: Tokenizer, rows: int) -> dict[str, int]:
    return {name: id for name, id in tokenizer.get_vocab().items() if id < rows}


def _side(own: Mapping[str, int], other: Mapping[str, int]) -> dict[int, int] | None:
    found = {id: other[name] for name, id in own.items() if name in other}
    return found if found.keys() == set(range(len(own))) else None


def say_alone_(model: PreTrainedModel, columns: torch.Tensor) -> None:
    """Lets a translator answer among the words at ``columns``, in their order: the rows of its
    output layer that no student asks for are not multiplied."""
    if columns.tolist() == list(range(int(model.get_output_embeddings().weight.shape[0]))):
        return
    own: nn.Linear = model.get_output_embeddings()
    left = nn.Linear(own.in_features, len(columns), bias=own.bias is not None)
    with torch.no_grad():
        left.weight.copy_(own.weight[columns])
        if own.bias is not None:
            left.bias.copy_(own.bias[columns])
    model.set_output_embeddings(left)
    bias = getattr(model, "final_logits_bias", None)
    if bias is not None:
        model.final_logits_bias = bias[:, columns]
