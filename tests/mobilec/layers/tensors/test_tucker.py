import torch

from mobilec.layers.tensors.tucker import banked_factors, shared_factors, tucker_factors

STACK = torch.randn(5, 12, 10, generator=torch.Generator().manual_seed(3))


def test_full_ranks_are_exact():
    single = tucker_factors(STACK[0], (10, 10))
    torch.testing.assert_close(single.up @ single.core @ single.down, STACK[0], atol=1e-5, rtol=0)
    up, cores, down = shared_factors(STACK, (12, 10))
    torch.testing.assert_close(up @ cores @ down, STACK, atol=1e-5, rtol=0)
    up, mix, bank, down = banked_factors(STACK, 5, (12, 10))
    cores = torch.einsum("ck,koi->coi", mix, bank)
    torch.testing.assert_close(up @ cores @ down, STACK, atol=1e-5, rtol=0)


def test_sharing_finds_what_is_shared():
    """Matrices of one column space and one row space of 3 and 2 dimensions are exact at (3, 2)."""
    generator = torch.Generator().manual_seed(4)
    left, right = torch.randn(12, 3, generator=generator), torch.randn(2, 10, generator=generator)
    stack = left @ torch.randn(6, 3, 2, generator=generator) @ right
    up, cores, down = shared_factors(stack, (3, 2))
    torch.testing.assert_close(up @ cores @ down, stack, atol=1e-5, rtol=0)
    up, cores, down = shared_factors(stack, (2, 2))
    assert (up @ cores @ down - stack).norm() > 0.05 * stack.norm()
