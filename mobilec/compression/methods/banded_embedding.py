"""banded-embedding: wide rows for frequent words, narrow ones for rare words.

    V x H  becomes  n tables V_b x E_b and projections E_b x H

(Adaptive input representations, Baevski and Auli, ICLR 2019, section 3; the equations stand in
``mobilec.layers.banded_table``.) Bands are ranges of ids. ``by: counts`` first renumbers the words
by how often they occur in the data, and rewrites the tokenizer with the new ids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compression.method import Context, LayerError, StepPlan, options_of
from mobilec.compression.tablewise import Tablewise, TablewiseOptions
from mobilec.compression.vocabulary.choose import by_counts
from mobilec.compression.vocabulary.renumber import rebuild_of, rebuild_words_, renumber_
from mobilec.compression.words import word_seats
from mobilec.layers.banded_table import BandedTable

BY = ("id", "counts")


@dataclass(frozen=True, kw_only=True)
class BandedOptions(TablewiseOptions):
    """``cutoffs``: the first id of each band but the first. ``widths``: of the rows of each band.
    ``by``: ``id`` takes words as they are numbered, ``counts`` numbers them by the data first.
    """

    cutoffs: tuple[int, ...]
    widths: tuple[int, ...]
    by: str = "id"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by not in BY:
            raise Refused(f"by is {self.by!r}; it can be {' or '.join(BY)}")
        if len(self.widths) != len(self.cutoffs) + 1:
            raise Refused(
                f"{len(self.cutoffs)} cutoffs make {len(self.cutoffs) + 1} bands, and there are "
                f"{len(self.widths)} widths; each band needs one"
            )
        if list(self.cutoffs) != sorted({*self.cutoffs}) or any(each < 1 for each in self.cutoffs):
            raise Refused(f"cutoffs are {list(self.cutoffs)}; each should be above the last one")


class BandedEmbedding(Tablewise):
    """See the module."""

    options = BandedOptions
    name = "banded-embedding"
    layer = BandedTable

    def reads(self, options: BandedOptions) -> bool:
        """Counts are of data."""
        return options.by == "counts"

    def default(self, options: BandedOptions) -> Sequence[int]:
        return options.widths

    def own_sizes(
        self, dense: nn.Embedding, value: Any, options: BandedOptions
    ) -> Mapping[str, Any]:
        bands = _sizes(options.cutoffs, dense.num_embeddings, self.name)
        widths = list(value)
        if len(widths) != len(bands):
            raise Refused(f"{self.name}: {len(bands)} bands were given the widths {widths}")
        for words, width in zip(bands, widths, strict=True):
            largest = min(words, dense.embedding_dim)
            if not 1 <= width <= largest:
                raise Refused(
                    f"{self.name}: a width of {width} was asked for, and a band of {words} words "
                    f"by {dense.embedding_dim} can have 1 to {largest}"
                )
        return {"bands": bands, "widths": widths}

    def plan(self, model: PreTrainedModel, options: BandedOptions, context: Context) -> StepPlan:
        """With the new ids of special tokens, where words are renumbered."""
        planned = super().plan(model, options, context)
        if options.by == "id":
            return planned
        rebuild = rebuild_of(model, by_counts(model, context).numberings)
        paths = (seats.path for seats in word_seats(model))
        padding = dict(zip(paths, rebuild["padding"], strict=True))
        seats = (
            replace(seat, sizes={**seat.sizes, "padding": padding[seat.path]})
            for seat in planned.seats
        )
        return replace(planned, seats=tuple(seats), rebuild=rebuild)

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        if options_of(plan, self.options).by == "counts":
            renumber_(model, by_counts(model, context).numberings, plan.rebuild, context)
        return super().apply_(model, plan, context)

    def rebuild_(self, model: PreTrainedModel, plan: StepPlan) -> None:
        if plan.rebuild:
            rebuild_words_(model, plan.rebuild)
        super().rebuild_(model, plan)

    def made(
        self,
        dense: nn.Embedding,
        sizes: Mapping[str, Any],
        options: BandedOptions,
        context: Context,  # noqa: ARG002
    ) -> BandedTable:
        if options.start == "scratch":
            return BandedTable.from_scratch(dense, sizes)
        return BandedTable.from_dense(dense, sizes)


def _sizes(cutoffs: Sequence[int], words: int, name: str) -> list[int]:
    if cutoffs and cutoffs[-1] >= words:
        raise Refused(f"{name}: a band begins at {cutoffs[-1]}, and the table has {words} words")
    edges = [0, *cutoffs, words]
    return [end - start for start, end in zip(edges, edges[1:], strict=False)]


METHOD = BandedEmbedding()
