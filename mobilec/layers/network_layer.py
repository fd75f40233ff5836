"""A linear layer whose matrix is a network of small tensors."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial

import torch
from torch import nn
from torch.nn import functional

from mobilec.layers.contraction import Contraction
from mobilec.layers.cost import Cost, matrix
from mobilec.layers.forms import DENSE, FACTORED, Forms
from mobilec.layers.linear_layer import CompressedLinear
from mobilec.layers.tensors.network import (
    Block,
    Network,
    best_order,
    blocks_of,
    merged,
    merged_tensors,
    step_labels,
    whole_matrix,
)


class NetworkLinear(CompressedLinear):
    """y = W x + b. Parameters: one for each operand of the network, and ``bias`` (out,).

    Where the network is wider than the layer, what is more of x is zeros, and of y is cut off.
    """

    @property
    @abstractmethod
    def network(self) -> Network: ...

    @abstractmethod
    def tensors(self) -> Sequence[torch.Tensor]:
        """The operands, in the order of the network."""

    def matrix(self) -> torch.Tensor:
        whole = whole_matrix(self.network, self.tensors())
        return whole[: self.out_features, : self.in_features]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out). Training multiplies the factors first: it has many tokens."""
        return functional.linear(x, self.matrix(), self.bias)

    def forms(self) -> Forms[nn.Module]:
        """``factored``, ``dense``, and each way to multiply some of the factors beforehand, named
        by their positions: ``merged 1+2 3``."""
        between = {
            _name(blocks): partial(self._merged, blocks)
            for blocks in blocks_of(self.network)
            if 1 < len(blocks) < len(self.network.operands)
        }
        alone = tuple((at,) for at in range(len(self.network.operands)))
        return Forms({FACTORED: partial(self._merged, alone), **between, DENSE: self.to_dense})

    def _merged(self, blocks: Sequence[Block]) -> nn.Module:
        tensors = merged_tensors(self.network, list(self.tensors()), blocks)
        network, widths = merged(self.network, blocks), (self.in_features, self.out_features)
        return Contraction(network, tensors, widths, self.bias).train(self.training)

    def cost(self) -> Cost:
        """Of the factors in the best order, each as the matrix that its step multiplies with."""
        total, running = self.bias_cost(), self.network.inputs
        for at in best_order(self.network):
            others, inner, outer = step_labels(running, self.network.operands[at])
            rows, columns = self.network.size(outer), self.network.size(inner)
            stored = matrix(rows, columns)
            times = self.network.size(others)
            total += Cost(stored.parameters, stored.int8_bytes, stored.multiply_adds * times)
            running = (*others, *outer)
        return total


def _name(blocks: Sequence[Block]) -> str:
    return "merged " + " ".join("+".join(str(at + 1) for at in block) for block in blocks)
