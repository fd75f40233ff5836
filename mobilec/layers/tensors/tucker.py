"""Tucker decompositions: of one matrix, and of a stack of matrices that share their factors.

    W   ~ U C V                          both modes of a matrix          (form II)
    W_i ~ U C_i V                        modes 2 and 3 of the stack      (form III)
    W_i ~ U (sum_k P_ik G_k) V           all three modes                 (form IV)

(Tucker 1966; for Transformers Ren, Wang et al., ICLR 2022, section 4.)
"""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from tensorly.base import unfold
from tensorly.decomposition import partial_tucker
from tensorly.tenalg import mode_dot
from tensorly.tenalg.svd import svd_interface

from mobilec.layers.tensors.library import on_torch

SWEEPS = 4
"""Rounds of the iteration, at most: training mends what more would."""


class Single(NamedTuple):
    """``up`` (rows, rank), ``core`` (rank, other rank), ``down`` (other rank, width)."""

    up: torch.Tensor
    core: torch.Tensor
    down: torch.Tensor


class Shared(NamedTuple):
    """``up`` (rows, rank), ``cores`` (count, rank, other rank), ``down`` (other rank, width)."""

    up: torch.Tensor
    cores: torch.Tensor
    down: torch.Tensor


class Banked(NamedTuple):
    """``up`` (rows, rank), ``mix`` (count, size), ``bank`` (size, rank, other rank), ``down``
    (other rank, width)."""

    up: torch.Tensor
    mix: torch.Tensor
    bank: torch.Tensor
    down: torch.Tensor


def tucker_factors(matrix: torch.Tensor, ranks: tuple[int, int]) -> Single:
    """Form II of ``matrix`` (rows, width), in its dtype."""
    core, (up, right) = _tucker(matrix.double(), (0, 1), ranks)
    factors = (up, core, right.T)
    return Single(*(factor.to(matrix.dtype).contiguous() for factor in factors))


def shared_factors(stack: torch.Tensor, ranks: tuple[int, int]) -> Shared:
    """Form III of ``stack`` (count, rows, width), in its dtype."""
    core, (up, right) = _tucker(stack, (1, 2), ranks)
    return Shared(up.contiguous(), core.contiguous(), right.T.contiguous())


def banked_factors(stack: torch.Tensor, size: int, ranks: tuple[int, int]) -> Banked:
    """Form IV of ``stack`` (count, rows, width), in its dtype; ``size``: matrices in the bank."""
    core, (mix, up, right) = _tucker(stack, (0, 1, 2), (size, *ranks))
    return Banked(up.contiguous(), mix.contiguous(), core.contiguous(), right.T.contiguous())


def first_guess(stack: torch.Tensor, ranks: Sequence[int]) -> torch.Tensor:
    """The stack as the truncated HOSVD has it, which the factors above only improve.

    ``ranks``: of the last two modes, or of all three.
    """
    near = stack
    with on_torch():
        for mode, rank in zip(range(3 - len(ranks), 3), ranks, strict=True):
            basis = _leading(stack, mode, rank)
            near = mode_dot(near, basis @ basis.T, mode)
    return near


def _tucker(
    stack: torch.Tensor, modes: tuple[int, ...], ranks: tuple[int, ...]
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Higher-order orthogonal iteration (De Lathauwer et al. 2000) from the truncated HOSVD."""
    detached = stack.detach()
    with on_torch():
        start = [_leading(detached, m, r) for m, r in zip(modes, ranks, strict=True)]
        (core, factors), _ = partial_tucker(
            detached, ranks, list(modes), n_iter_max=SWEEPS, init=start
        )
    return core, list(factors)


def _leading(stack: torch.Tensor, mode: int, rank: int) -> torch.Tensor:
    """(size of the mode, rank): leading left singular vectors of an unfolding, by its Gram matrix.

    The unfolding of BERT-base's stack is 768 x 110,592; its own SVD takes minutes.
    """
    wide = unfold(stack, mode).double()
    left, _, _ = svd_interface(wide @ wide.T, method="truncated_svd", n_eigenvecs=rank)
    return left.to(stack.dtype)
