"""A linear map as a network of small tensors, and the order in which it is computed.

    y[outputs] = sum over all other labels of x[inputs] A[...] B[...] ...

Every tensor has a label for each of its axes; a label that two tensors have is summed over. The
order does not change the result, but the work: opt_einsum (Smith and Gray 2018) counts it. What
involves only constants can be computed before: those tensors are a block, and become one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from math import prod
from string import ascii_letters

import opt_einsum
import torch

Labels = tuple[str, ...]
Block = tuple[int, ...]
"""Positions of the operands that become one."""

ROWS = 64
"""Tokens for which orders are compared; it is the same order for all but very few tokens."""


@dataclass(frozen=True)
class Network:
    """``inputs``, ``outputs``: labels of the folded x and y. ``operands``: labels of each tensor.
    ``sizes``: of every label.
    """

    inputs: Labels
    outputs: Labels
    operands: tuple[Labels, ...]
    sizes: tuple[tuple[str, int], ...]

    def size(self, labels: Sequence[str]) -> int:
        """Numbers in a tensor with these labels."""
        sizes = dict(self.sizes)
        return prod(sizes[label] for label in labels)

    def shape(self, labels: Sequence[str]) -> tuple[int, ...]:
        sizes = dict(self.sizes)
        return tuple(sizes[label] for label in labels)


def blocks_of(network: Network) -> tuple[tuple[Block, ...], ...]:
    """Every way to make connected blocks of the operands: first each alone, last all in one."""
    found = [p for p in _partitions(len(network.operands)) if _connected(network, p)]
    return tuple(sorted(found, key=len, reverse=True))


def merged(network: Network, blocks: Sequence[Block]) -> Network:
    """The network whose operands are the blocks."""
    return Network(
        network.inputs,
        network.outputs,
        tuple(_labels(network, block) for block in blocks),
        network.sizes,
    )


def merged_tensors(
    network: Network, tensors: Sequence[torch.Tensor], blocks: Sequence[Block]
) -> list[torch.Tensor]:
    """The tensors of ``merged``; a block of one keeps its tensor itself."""
    return [_product(network, tensors, block) for block in blocks]


def whole_matrix(network: Network, tensors: Sequence[torch.Tensor]) -> torch.Tensor:
    """(outputs, inputs): the product of all, in their own type.

    Under autocast some of its steps would be rounded, and the next then finds two types.
    """
    spelled = _spelling(network)
    given = ",".join(_spelled(labels, spelled) for labels in network.operands)
    result = _spelled((*network.outputs, *network.inputs), spelled)
    with torch.autocast(tensors[0].device.type, enabled=False):
        product = opt_einsum.contract(f"{given}->{result}", *tensors)
    return product.reshape(network.size(network.outputs), network.size(network.inputs))


@cache
def best_order(network: Network, rows: int = ROWS) -> tuple[int, ...]:
    """The order of the operands in which ``rows`` folded vectors are multiplied with the least
    work, each step being a product of what has become of x with one operand."""
    return min(permutations(range(len(network.operands))), key=lambda o: _work(network, o, rows))


def multiply_adds(network: Network, order: Sequence[int]) -> int:
    """Of one folded vector."""
    total, labels = 0, network.inputs
    for at in order:
        operand = network.operands[at]
        others, inner, outer = step_labels(labels, operand)
        total += network.size(others) * network.size(inner) * network.size(outer)
        labels = (*others, *outer)
    return total


def step_labels(running: Labels, operand: Labels) -> tuple[Labels, Labels, Labels]:
    """Of one step: labels that are left alone, that are summed over, and that are new."""
    others = tuple(label for label in running if label not in operand)
    inner = tuple(label for label in running if label in operand)
    outer = tuple(label for label in operand if label not in running)
    return others, inner, outer


def _work(network: Network, order: Sequence[int], rows: int) -> int:
    """By opt_einsum, of a path that always goes on with x."""
    spelled = _spelling(network)
    row = ascii_letters[len(spelled)]
    given = ",".join(_spelled(labels, spelled) for labels in network.operands)
    inputs, outputs = (_spelled(each, spelled) for each in (network.inputs, network.outputs))
    equation = f"{row}{inputs},{given}->{row}{outputs}"
    shapes = [(rows, *network.shape(network.inputs)), *map(network.shape, network.operands)]
    _, info = opt_einsum.contract_path(equation, *shapes, optimize=_path(order), shapes=True)
    return int(info.opt_cost)


def _path(order: Sequence[int]) -> list[tuple[int, int]]:
    """As opt_einsum counts: operands that are used up leave the list, a result joins its end."""
    waiting, path = [-1, *range(len(order))], []
    for step, at in enumerate(order):
        running = 0 if step == 0 else len(waiting) - 1
        other = waiting.index(at)
        path.append((min(running, other), max(running, other)))
        for place in sorted((running, other), reverse=True):
            del waiting[place]
        waiting.append(-1)
    return path


def _product(network: Network, tensors: Sequence[torch.Tensor], block: Block) -> torch.Tensor:
    if len(block) == 1:
        return tensors[block[0]]
    spelled = _spelling(network)
    given = ",".join(_spelled(network.operands[at], spelled) for at in block)
    result = _spelled(_labels(network, block), spelled)
    return opt_einsum.contract(f"{given}->{result}", *(tensors[at] for at in block))


def _labels(network: Network, block: Block) -> Labels:
    """Labels of a block's product: those that somebody outside of it has too."""
    if len(block) == 1:
        return network.operands[block[0]]
    outside = {*network.inputs, *network.outputs}
    for at, labels in enumerate(network.operands):
        if at not in block:
            outside |= set(labels)
    ordered = dict.fromkeys(label for at in block for label in network.operands[at])
    return tuple(label for label in ordered if label in outside)


def _connected(network: Network, blocks: Sequence[Block]) -> bool:
    return all(_is_connected([set(network.operands[at]) for at in block]) for block in blocks)


def _is_connected(parts: list[set[str]]) -> bool:
    reached, waiting = set(parts[0]), parts[1:]
    while waiting:
        touching = [part for part in waiting if part & reached]
        if not touching:
            return False
        reached = reached.union(*touching)
        waiting = [part for part in waiting if part not in touching]
    return True


def _partitions(count: int) -> Iterator[tuple[Block, ...]]:
    """All set partitions of 0 ... count - 1."""
    if count == 0:
        yield ()
        return
    for partial in _partitions(count - 1):
        last = count - 1
        yield (*partial, (last,))
        for at, block in enumerate(partial):
            yield (*partial[:at], (*block, last), *partial[at + 1 :])


def _spelling(network: Network) -> dict[str, str]:
    return {label: ascii_letters[at] for at, (label, _) in enumerate(network.sizes)}


def _spelled(labels: Sequence[str], spelling: dict[str, str]) -> str:
    return "".join(spelling[label] for label in labels)
