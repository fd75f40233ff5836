"""A matrix as a train of small tensors (Oseledets 2011; for layers Novikov et al. 2015, section 4).

    W(i, j) = G_1[:, i_1, j_1, :] G_2[:, i_2, j_2, :] ... G_d[:, i_d, j_d, :]

where i = (i_1 ... i_d) counts the rows and j = (j_1 ... j_d) the columns of W.
"""

from collections.abc import Sequence
from math import prod

import torch
from tensorly.decomposition import tensor_train_matrix
from torch.nn import functional

from mobilec.layers.tensors.library import on_torch

Sizes = tuple[int, ...]


def cores_of(
    matrix: torch.Tensor, rows: Sizes, columns: Sizes, ranks: Sequence[int]
) -> tuple[torch.Tensor, ...]:
    """Cores (rank before, row mode, column mode, rank after) of ``matrix`` (m, n), in its dtype.

    ``rows`` and ``columns``: modes with products of m and n or more; what is more is zeros.
    ``ranks``: those between two cores. tensorly cuts them one after the other by SVD, the singular
    values going to the right (Oseledets 2011, algorithm 1); here they are spread over all cores.
    """
    with on_torch():
        cores = tuple(tensor_train_matrix(_folded(matrix, rows, columns), [1, *ranks, 1]))
    return tuple(core.to(matrix.dtype).contiguous() for core in _levelled(cores))


def cuts_of(matrix: torch.Tensor, rows: Sizes, columns: Sizes) -> list[torch.Tensor]:
    """The unfoldings whose ranks are those of the train: before each cut, and behind it."""
    count = len(rows)
    pairs = [axis for at in range(count) for axis in (at, count + at)]
    folded = _folded(matrix, rows, columns).permute(pairs)
    sizes = [m * n for m, n in zip(rows, columns, strict=True)]
    return [folded.reshape(prod(sizes[:at]), -1) for at in range(1, count)]


def _folded(matrix: torch.Tensor, rows: Sizes, columns: Sizes) -> torch.Tensor:
    """(m, n) to (*rows, *columns) in float64."""
    m, n = matrix.shape
    zeros = (0, prod(columns) - n, 0, prod(rows) - m)
    return functional.pad(matrix.detach().double(), zeros).reshape(*rows, *columns)


def _levelled(cores: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
    """The same train with cores of one norm: where one had all of it, training would be lame."""
    norms = torch.stack([core.norm() for core in cores])
    if not bool((norms > 0).all()):
        return cores
    level = norms.log().mean().exp()
    return tuple(core * (level / norm) for core, norm in zip(cores, norms, strict=True))


def largest_ranks(rows: Sizes, columns: Sizes) -> Sizes:
    """The ranks at which a train is exact: no unfolding has more."""
    sizes = [m * n for m, n in zip(rows, columns, strict=True)]
    cuts = range(1, len(sizes))
    return tuple(min(prod(sizes[:at]), prod(sizes[at:])) for at in cuts)


def parameters(rows: Sizes, columns: Sizes, ranks: Sequence[int]) -> int:
    """Numbers in all cores."""
    ends = [1, *ranks, 1]
    return sum(
        before * m * n * after
        for before, m, n, after in zip(ends, rows, columns, ends[1:], strict=False)
    )
