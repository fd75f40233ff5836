import torch

from mobilec.layers.tensors.tucker import banked_factors, shared_factors, tucker_factors

STACK = torch.randn(5, 12, 10, generator=torch.Generator().manual_seed(3))
CLOSE = 2e-6
"""Of the largest number: float32 keeps it to 6e-8, and four matrices and their decomposition round.
6e-7 was seen, with AVX2."""


def exact(found: torch.Tensor, stack: torch.Tensor) -> None:
    torch.testing.assert_close(found, stack, atol=CLOSE * float(stack.abs().max()), rtol=0)


def test_full_ranks_are_exact():
    single = tucker_factors(STACK[0], (10, 10))
    exact(single.up @ single.core @ single.down, STACK[0])
    up, cores, down = shared_factors(STACK, (12, 10))
    exact(up @ cores @ down, STACK)
    up, mix, bank, down = banked_factors(STACK, 5, (12, 10))
    cores = torch.einsum("ck,koi->coi", mix, bank)
    exact(up @ cores @ down, STACK)


def test_sharing_finds_what_is_shared():
    """Matrices of one column space and one row space of 3 and 2 dimensions are exact at (3, 2)."""
    generator = torch.Generator().manual_seed(4)
    left, right = torch.randn(12, 3, generator=generator), torch.randn(2, 10, generator=generator)
    stack = left @ torch.randn(6, 3, 2, generator=generator) @ right
    up, cores, down = shared_factors(stack, (3, 2))
    exact(up @ cores @ down, stack)
    up, cores, down = shared_factors(stack, (2, 2))
    assert (up @ cores @ down - stack).norm() > 0.05 * stack.norm()
