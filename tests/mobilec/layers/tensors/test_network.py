import torch

from mobilec.layers.tensors.network import (
    Network,
    best_order,
    blocks_of,
    merged,
    merged_tensors,
    multiply_adds,
    whole_matrix,
)

CHAIN = Network(
    ("j",), ("i",), (("i", "a"), ("a", "b"), ("b", "j")), (("i", 8), ("j", 6), ("a", 3), ("b", 2))
)
"""W = A B C, sizes 8 x 3, 3 x 2, 2 x 6."""


def tensors():  # noqa: ANN201
    generator = torch.Generator().manual_seed(0)
    return [torch.randn(CHAIN.shape(labels), generator=generator) for labels in CHAIN.operands]


def test_a_chain_is_computed_from_its_end():
    assert best_order(CHAIN) == (2, 1, 0)
    assert multiply_adds(CHAIN, (2, 1, 0)) == 2 * 6 + 3 * 2 + 8 * 3


def test_only_neighbours_are_merged():
    assert blocks_of(CHAIN) == (
        ((0,), (1,), (2,)),
        ((0,), (1, 2)),
        ((0, 1), (2,)),
        ((0, 1, 2),),
    )


def test_merging_keeps_the_matrix():
    whole = whole_matrix(CHAIN, tensors())
    torch.testing.assert_close(whole, tensors()[0] @ tensors()[1] @ tensors()[2])
    for blocks in blocks_of(CHAIN):
        parts = merged_tensors(CHAIN, tensors(), blocks)
        torch.testing.assert_close(whole_matrix(merged(CHAIN, blocks), parts), whole)
