"""banded-embedding: wide rows for frequent words, narrow ones for rare words.

    V x H  becomes  n tables V_b x E_b and projections E_b x H

(Adaptive input representations, Baevski and Auli, ICLR 2019, section 3; the equations stand in
``mobilec.layers.banded_table``.) Bands are ranges of ids. ``by: counts`` first renumbers the words
by how often they occur in the data, and rewrites the tokenizer with the new ids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Rows
from mobilec.compressed.step import StepPlan
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.tables.tablewise import Tablewise, TablewiseOptions
from mobilec.compression.vocabulary.choose import by_counts
from mobilec.compression.vocabulary.renumber import edits_of, renumber_
from mobilec.layers.banded_table import BandedTable

BY = ("id", "counts")

SHARES = (20 / 260, 60 / 260)
"""Where bands end: after 20,000 and 60,000 of 260,000 words (section 4.3)."""


@dataclass(frozen=True, kw_only=True)
class BandedOptions(TablewiseOptions):
    """``cutoffs``: the first id of each band but the first. ``widths``: of the rows of each band.
    ``by``: ``id`` takes words as they are numbered, ``counts`` numbers them by the data first.
    Unasked, the bands are in proportion as those of the paper, each a quarter as wide as the last.
    """

    cutoffs: tuple[int, ...] | None = None
    widths: tuple[int, ...] | None = None
    by: str = "id"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.by not in BY:
            raise Refused(f"by is {self.by!r}; it can be {' or '.join(BY)}")
        cutoffs = list(self.cutoffs or ())
        if cutoffs != sorted({*cutoffs}) or any(each < 1 for each in cutoffs):
            raise Refused(f"cutoffs are {cutoffs}; each should be above the last one")


class BandedEmbedding(Tablewise):
    """See the module."""

    options = BandedOptions
    name = "banded-embedding"
    layer = BandedTable

    def reads(self, options: BandedOptions) -> bool:
        """Counts are of data."""
        return options.by == "counts"

    def default(self, options: BandedOptions) -> Sequence[int] | None:
        return options.widths

    def own_sizes(
        self, dense: nn.Embedding, value: Any, options: BandedOptions
    ) -> Mapping[str, Any]:
        words, width = dense.num_embeddings, dense.embedding_dim
        bands = _sizes(_cutoffs(options, words), words, self.name)
        widths = _quarters(bands, width) if value is None else list(value)
        if len(widths) != len(bands):
            raise Refused(
                f"{self.name}: {len(bands) - 1} cutoffs make {len(bands)} bands, and there are the "
                f"widths {widths}; each band needs one"
            )
        for size, asked in zip(bands, widths, strict=True):
            largest = min(size, width)
            if not 1 <= asked <= largest:
                raise Refused(
                    f"{self.name}: a width of {asked} was asked for, and a band of {size} words by "
                    f"{width} can have 1 to {largest}"
                )
        return {"bands": bands, "widths": widths}

    def plan(self, model: PreTrainedModel, options: BandedOptions, context: Context) -> StepPlan:
        """With the new ids of special tokens, where words are renumbered."""
        planned = super().plan(model, options, context)
        if options.by == "id":
            return planned
        words = edits_of(model, by_counts(model, context).numberings)
        padding = {edit.path: edit.padding for edit in words if isinstance(edit, Rows)}
        bands = (
            replace(edit, sizes={**edit.sizes, "padding": padding[edit.path]})
            for edit in planned.replaced
        )
        return replace(planned, edits=(*words, *bands))

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        if options_of(plan, self.options).by == "counts":
            renumber_(model, by_counts(model, context).numberings, context)
        return super().apply_(model, plan, context)

    def made(
        self,
        dense: nn.Embedding,
        sizes: Mapping[str, Any],
        options: BandedOptions,
        counts: torch.Tensor | None,  # noqa: ARG002
    ) -> BandedTable:
        if options.start == "scratch":
            return BandedTable.from_scratch(dense, sizes)
        return BandedTable.from_dense(dense, sizes)


def _cutoffs(options: BandedOptions, words: int) -> Sequence[int]:
    if options.cutoffs is not None:
        return options.cutoffs
    return [max(1, round(words * share)) for share in SHARES]


def _quarters(bands: Sequence[int], width: int) -> list[int]:
    return [max(1, min(size, width // 4**band)) for band, size in enumerate(bands)]


def _sizes(cutoffs: Sequence[int], words: int, name: str) -> list[int]:
    if cutoffs and cutoffs[-1] >= words:
        raise Refused(f"{name}: a band begins at {cutoffs[-1]}, and the table has {words} words")
    edges = [0, *cutoffs, words]
    return [end - start for start, end in zip(edges, edges[1:], strict=False)]


METHOD = BandedEmbedding()
