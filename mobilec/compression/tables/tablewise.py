"""What methods that compress tables of words have together: each names a layer and its sizes."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Replace
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compressed.words import WordSeats, seat_, word_seats, words_at
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import LEFT_ALONE, Rules
from mobilec.compression.vocabulary.choose import word_counts
from mobilec.layers.cost import Cost
from mobilec.layers.word_table import WordTable

START = ("trained", "scratch")


@dataclass(frozen=True)
class TablewiseOptions:
    """``start``: ``trained`` brings the new table as near to the old one as it gets, ``scratch``
    begins with random numbers, for training afterwards. ``layers``: patterns of tables, where an
    encoder and a decoder have one each; without it all.
    """

    start: str = "trained"
    layers: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        if self.start not in START:
            raise Refused(f"start is {self.start!r}; it can be {' or '.join(START)}")


class Tablewise(ABC):
    """See ``mobilec.compression.method.Method``."""

    options: type
    name: str
    layer: type[WordTable]

    def reads(self, options: Any) -> bool:  # noqa: ARG002
        """Sizes follow from the shape of a table."""
        return False

    @abstractmethod
    def own_sizes(self, dense: nn.Embedding, value: Any, options: Any) -> Mapping[str, Any]:
        """What the layer has beside words, width, padding and scale; refused is what cannot be.
        ``value``: of the rule that chose the table."""

    @abstractmethod
    def default(self, options: Any) -> Any:
        """The value where a rule has none of its own."""

    @abstractmethod
    def made(
        self,
        dense: nn.Embedding,
        sizes: Mapping[str, Any],
        options: Any,
        counts: torch.Tensor | None,
    ) -> WordTable:
        """The layer with its weights. Random numbers are seeded already. ``counts`` (words,): how
        often the data has each word, where the method ``weighs`` them."""

    def weighs(self, options: Any) -> bool:  # noqa: ARG002
        """Whether words count as often as the data has them."""
        return False

    def note(self, seats: WordSeats, layer: WordTable) -> str:  # noqa: ARG002
        """What a person should know of one table."""
        return _also(seats)

    def plan(self, model: PreTrainedModel, options: Any, context: Context) -> StepPlan:
        """Refuses sizes that a table cannot have, and words that nothing counts."""
        if self.weighs(options):
            context.needed(self._why)
        values = _chosen(model, options.layers, self.default(options), self.name)
        known = {seats.path: seats for seats in word_seats(model)}
        edits = tuple(self._edit(known[path], value, options) for path, value in values.items())
        seats = tuple(self._seat(known[edit.path], edit) for edit in edits)
        return StepPlan(self.name, plain(options), edits, seats)

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Each table in turn, with the layers that are tied to it."""
        options, errors = options_of(plan, self.options), []
        counts = self._counts(model, context) if self.weighs(options) else {}
        for edit in plan.replaced:
            seats = words_at(model, edit.path)
            context.progress.doing(edit.path)
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(context.seed)
                table = self.made(seats.dense, edit.sizes, options, counts.get(edit.path))
            errors.append(LayerError(edit.path, _error(seats.dense, table)))
            seat_(model, seats, table)
        return tuple(errors)

    @property
    def _why(self) -> str:
        return f"{self.name}, which weighs words by how often they occur,"

    def _counts(self, model: PreTrainedModel, context: Context) -> dict[str, torch.Tensor]:
        """Path of a table to (words,)."""
        tables = word_seats(model)
        counted = word_counts(model, len(tables), context, self._why)
        return {
            seats.path: torch.tensor([count[id] for id in range(seats.dense.num_embeddings)])
            for seats, count in zip(tables, counted, strict=True)
        }

    def _edit(self, seats: WordSeats, value: Any, options: Any) -> Replace:
        dense = seats.dense
        sizes = {
            "words": dense.num_embeddings,
            "width": dense.embedding_dim,
            "padding": dense.padding_idx,
            "scale": seats.scale,
            **self.own_sizes(dense, value, options),
        }
        return Replace(seats.path, self.layer.name, sizes)

    def _seat(self, seats: WordSeats, edit: Replace) -> SeatPlan:
        with torch.device("meta"):
            layer = self.layer.from_sizes(edit.sizes)
        after, scored = layer.cost(), layer.output_multiply_adds() * len(seats.outputs)
        return SeatPlan(
            path=edit.path,
            layer=edit.layer,
            before=seats.cost,
            after=after + Cost(0, 0, scored),
            note=self.note(seats, layer),
        )


def _chosen(model: PreTrainedModel, rules: Rules, default: Any, where: str) -> dict[str, Any]:
    """Path to the value of its rule, as ``chosen_linears`` gives it for linear layers. Without
    rules every table is chosen."""
    known = [seats.path for seats in word_seats(model)]
    if not known:
        raise Refused(
            f"{where}: the table of words is compressed already; a recipe factorizes it once"
        )
    if not rules:
        return dict.fromkeys(known, default)
    rules.refuse_idle(known, where)
    values = {path: rules.value(path, default) for path in known}
    chosen = {path: value for path, value in values.items() if value is not LEFT_ALONE}
    if not chosen:
        raise Refused(f"{where} leaves every table alone; the tables are {', '.join(known)}")
    return chosen


def refuse_width(name: str, dense: nn.Embedding, value: Any) -> int:
    """A width that two factors of a table can have."""
    largest = min(dense.num_embeddings, dense.embedding_dim)
    if type(value) is not int or not 1 <= value <= largest:
        raise Refused(
            f"{name}: a width of {value!r} was asked for, and a table of {dense.num_embeddings} "
            f"words by {dense.embedding_dim} can have 1 to {largest}"
        )
    return value


def _also(seats: WordSeats) -> str:
    others = [*seats.tables[1:], *seats.outputs]
    return f"also {', '.join(others)}" if others else ""


def _error(dense: nn.Embedding, table: WordTable) -> float:
    with torch.no_grad():
        wanted = dense.weight
        return float((table.rows() - wanted).norm() / wanted.norm().clamp(min=1e-30))
