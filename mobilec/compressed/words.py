"""The tables of words of a model, with every layer that shares one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Config, Edit, Narrow, Rows
from mobilec.layers.cost import Cost, linear, table
from mobilec.layers.seat import holders, replace_, seats_of
from mobilec.layers.word_table import TiedOutput, WordTable

_LOGITS_BIAS = "final_logits_bias"
"""A buffer (1, words) of Marian, BART, mBART and M2M100."""


@dataclass(frozen=True)
class WordSeats:
    """One table of words. ``path``: its first. ``tables``, ``outputs``: first paths of all modules
    that hold its weight: embeddings, and the output layers that are tied to them.
    """

    path: str
    dense: nn.Embedding
    tables: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def scale(self) -> float:
        """What the embedding multiplies rows with, 1 where the code around it does or nobody."""
        own = getattr(self.dense, "embed_scale", None)
        return 1.0 if own is None else float(own)

    @property
    def cost(self) -> Cost:
        """With the multiply-adds of the tied outputs; their biases stay as they are."""
        words, width = self.dense.num_embeddings, self.dense.embedding_dim
        total = table(words, width)
        for _ in self.outputs:
            total += linear(width, words, bias=False, stored=False)
        return total


def word_seats(model: PreTrainedModel) -> tuple[WordSeats, ...]:
    """Every dense table that words are looked up in; one that is compressed already is not."""
    found: dict[int, WordSeats] = {}
    for module in _input_tables(model):
        if isinstance(module, nn.Embedding) and id(module.weight) not in found:
            found[id(module.weight)] = _seats(model, module)
    return tuple(found.values())


def scored_apart(model: PreTrainedModel) -> tuple[str, ...]:
    """Paths of what has a number for each word beside its tables and all that is tied to them: an
    output layer with a matrix of its own, and a buffer of biases."""
    tables, output = word_seats(model), model.get_output_embeddings()
    found = []
    if isinstance(output, nn.Linear) and not any(seats.outputs for seats in tables):
        if output.out_features == tables[-1].dense.num_embeddings:
            found.append(seats_of(model, output)[0])
    if getattr(model, _LOGITS_BIAS, None) is not None:
        found.append(_LOGITS_BIAS)
    return tuple(found)


def word_edits(
    model: PreTrainedModel,
    sizes: Sequence[int],
    paddings: Sequence[int | None],
    changes: Mapping[str, Any],
) -> tuple[Edit, ...]:
    """What gives each table (``word_seats``) another number of words and another row of padding,
    with all that has a number a word. ``changes``: what config.json says then."""
    tables = word_seats(model)
    if not len(tables) == len(sizes) == len(paddings):
        raise Refused(
            f"there are {len(sizes)} sizes and {len(paddings)} rows of padding for the tables "
            f"{', '.join(seats.path for seats in tables) or 'of none'}"
        )
    asked = zip(tables, sizes, paddings, strict=True)
    return (
        *(Rows(seats.path, size, padding) for seats, size, padding in asked),
        *(Narrow(path, out_features=sizes[-1]) for path in scored_apart(model)),
        Config(dict(changes)),
    )


def words_at(model: PreTrainedModel, path: str) -> WordSeats:
    """The table at a path of a plan."""
    dense = model.get_submodule(path)
    assert isinstance(dense, nn.Embedding), f"{path} is no dense table"
    return _seats(model, dense)


def seat_(model: PreTrainedModel, seats: WordSeats, table: WordTable) -> None:
    """Gives all holders of a table the compressed one. Tied outputs keep their own bias."""
    for path in seats.tables:
        replace_(model, path, table)
    for path in seats.outputs:
        bias = cast(nn.Linear, model.get_submodule(path)).bias
        replace_(model, path, TiedOutput(table, bias))


def _input_tables(model: PreTrainedModel) -> Iterator[nn.Module]:
    yield model.get_input_embeddings()
    if model.config.is_encoder_decoder:
        yield model.get_encoder().get_input_embeddings()
        yield model.get_decoder().get_input_embeddings()


def _seats(model: PreTrainedModel, dense: nn.Embedding) -> WordSeats:
    held = holders(model, cast(nn.Parameter, dense.weight))
    tables = tuple(path for path, module in held.items() if isinstance(module, nn.Embedding))
    outputs = tuple(path for path, module in held.items() if isinstance(module, nn.Linear))
    return WordSeats(tables[0], dense, tables, outputs)
