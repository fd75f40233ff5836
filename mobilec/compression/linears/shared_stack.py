"""The pieces of a group as one tensor, their norms, and what sharing factors would lose."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import torch

from mobilec.compression.linears.groups import Group
from mobilec.layers.tensors.tucker import first_guess


class StackError(NamedTuple):
    """Relative, of Frobenius norms. ``mean``: of the pieces. ``whole``: of all together."""

    mean: float
    whole: float


@dataclass(frozen=True)
class Stack:
    """``pieces`` (count, width, width), those of a layer row by row; ``of``: path to where."""

    pieces: torch.Tensor
    of: dict[str, range]

    @cached_property
    def norms(self) -> torch.Tensor:
        """(count,); a piece of zeros has 1, which nothing is divided by in vain."""
        norms = self.pieces.flatten(1).norm(dim=1)
        return torch.where(norms > 0, norms, torch.ones_like(norms))

    def equal(self) -> torch.Tensor:
        """The pieces with norm 1 each."""
        return self.pieces / self.norms[:, None, None]

    def norms_in_words(self, path: str) -> str:
        """Of one layer."""
        norms = self.norms[list(self.of[path])]
        if len(norms) == 1:
            return f"norm {float(norms[0]):.3g}"
        return f"norms {float(norms.min()):.3g} to {float(norms.max()):.3g}"

    def errors(self, ranks: Sequence[int], normalize: bool) -> StackError:
        """What factors of these ranks lose at the first guess (before they are iterated): of the
        second and third mode, or of all three."""
        scaled = self.equal() if normalize else self.pieces
        near = first_guess(scaled, ranks)
        lost = (near - scaled).flatten(1).norm(dim=1) / scaled.flatten(1).norm(dim=1).clamp(1e-30)
        weights = self.norms.square() / self.norms.square().sum()
        return StackError(float(lost.mean()), float((weights * lost.square()).sum().sqrt()))


def stack_of(group: Group) -> Stack | None:
    """None where the layers have no weights yet (``meta``)."""
    parts, places, begun = [], {}, 0
    for path, layer in group.linears.items():
        if layer.weight.is_meta:
            return None
        cut = _pieces(layer.weight.detach(), group.width)
        parts.append(cut)
        places[path] = range(begun, begun + len(cut))
        begun += len(cut)
    return Stack(torch.cat(parts), places)


def norms_note(stack: Stack, group: Group) -> str:
    """The spread of norms in a group."""
    least, middle, most = (
        float(value) for value in (stack.norms.min(), stack.norms.median(), stack.norms.max())
    )
    return (
        f"group {group.name}: {group.pieces} pieces of {group.width} x {group.width}, norms from "
        f"{least:.3g} to {most:.3g}, the middle one {middle:.3g}"
    )


def _pieces(weight: torch.Tensor, width: int) -> torch.Tensor:
    """(rows * width, columns * width) to (rows * columns, width, width)."""
    out, into = weight.shape
    grid = weight.reshape(out // width, width, into // width, width)
    return grid.transpose(1, 2).reshape(-1, width, width)
