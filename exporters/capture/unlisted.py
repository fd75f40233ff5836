"""Families that nobody described: a description is tried, and holds if the logits are equal."""

import inspect

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.family import ClassifierFamily
from exporters.program import Method


def descriptions(model: PreTrainedModel) -> tuple[ClassifierFamily, ...]:
    """What the family may be, by the arguments and tables that its model has.

    A position table with a padding row is RoBERTa's way of counting. Left alone such a model
    counts from the ids in its own way, and it may use its positions to look up its token types.
    """
    tables = (
        module
        for name, module in model.named_modules()
        if name.endswith("position_embeddings") and isinstance(module, nn.Embedding)
    )
    padding = next((t.padding_idx for t in tables if t.padding_idx is not None), None)
    takes = "token_type_ids" in inspect.signature(model.forward).parameters
    return tuple(
        ClassifierFamily(
            token_types=token_types, positions_after_padding=padding is not None, padding=padding
        )
        for token_types in ((True, False) if takes else (False,))
    )


def refuse_untraceable(method: Method, name: str) -> None:
    """Refuses what runs, but only at lengths that are known when it is exported."""
    length = method.dimensions["length"]
    example = method.example({"length": min(length.minimum + 7, length.maximum)})
    size = torch.export.Dim("length", min=length.minimum, max=length.maximum)
    try:
        with torch.no_grad():
            torch.export.export(method.module, example, dynamic_shapes=({1: size},) * len(example))
    except Exception as reason:  # whatever a foreign model raises
        raise Refused(
            f"the family {name!r} cannot be traced with a length that is known only at run time: "
            f"{first_line(reason)}"
        ) from reason


def first_line(reason: Exception) -> str:
    """The first line of what an exception says, with its kind where it is not ours."""
    text = (str(reason).strip().splitlines() or [""])[0]
    return text if isinstance(reason, Refused) else f"{type(reason).__name__}: {text}"
