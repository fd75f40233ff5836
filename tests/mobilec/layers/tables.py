"""Seeded tables of words, and every compressed one at its full width and cut."""

from collections.abc import Callable

import torch
from torch import nn

from mobilec.layers.banded_table import BandedTable
from mobilec.layers.define_table import DefineTable, define_groups, define_widths
from mobilec.layers.dextra_table import DextraTable, dextra_groups, dextra_widths
from mobilec.layers.factorized_table import FactorizedTable
from mobilec.layers.word_table import WordTable

WORDS, WIDTH = 90, 16

Make = Callable[[nn.Embedding], WordTable]


def dense(words: int = WORDS, width: int = WIDTH) -> nn.Embedding:
    """The same rows each time."""
    with torch.random.fork_rng():
        torch.manual_seed(words + width)
        return nn.Embedding(words, width, padding_idx=3).requires_grad_(False)


def ids(seed: int = 0) -> torch.Tensor:
    """(2, 12), the first and the last word of every table here among them."""
    found = torch.randint(WORDS, (2, 12), generator=torch.Generator().manual_seed(seed))
    found[0, :2] = torch.tensor([0, WORDS - 1])
    return found


def sizes_of(table: nn.Embedding, scale: float = 1.0, **own: object) -> dict[str, object]:
    return {
        "words": table.num_embeddings,
        "width": table.embedding_dim,
        "padding": table.padding_idx,
        "scale": scale,
        **own,
    }


def factorized(inner: int, scale: float = 1.0) -> Make:
    return lambda table: FactorizedTable.from_dense(table, sizes_of(table, scale, inner=inner))


def banded(bands: list[int], widths: list[int], scale: float = 1.0) -> Make:
    own = {"bands": bands, "widths": widths}
    return lambda table: BandedTable.from_dense(table, sizes_of(table, scale, **own))


def define(inner: int, depth: int, groups: int, activation: str = "gelu") -> Make:
    schedule = define_groups(groups, depth)
    own = {
        "inner": inner,
        "hidden": define_widths(inner, 4 * inner, schedule),
        "groups": schedule,
        "activation": activation,
    }
    return lambda table: _seeded(DefineTable, table, own)


def dextra(inner: int, depth: int, groups: int, activation: str = "gelu") -> Make:
    schedule = dextra_groups(groups, depth)
    own = {
        "inner": inner,
        "hidden": dextra_widths(inner, 4 * inner, WIDTH, schedule),
        "groups": schedule,
        "activation": activation,
    }
    return lambda table: _seeded(DextraTable, table, own)


def _seeded(kind: type[WordTable], table: nn.Embedding, own: dict[str, object]) -> WordTable:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return kind.from_dense(table, sizes_of(table, **own))


FULL: dict[str, Make] = {
    "factorized": factorized(WIDTH),
    "banded": banded([20, 30, 40], [WIDTH] * 3),
    "banded of few words": banded([5, 85], [5, WIDTH]),
    "define": define(WIDTH, 3, 4),
    "define in one group": define(WIDTH, 2, 1),
    "dextra": dextra(WIDTH, 4, 4),
    "dextra of six": dextra(WIDTH, 6, 2),
    "linear dextra": dextra(WIDTH, 4, 4, "none"),
}
"""At full width: the table that is as the dense one."""

CUT: dict[str, Make] = {
    "factorized": factorized(5),
    "banded": banded([20, 30, 40], [8, 4, 2]),
    "define": define(4, 3, 4),
    "linear define": define(4, 2, 2, "none"),
    "dextra": dextra(4, 4, 2),
}
"""At widths at which something is lost."""
