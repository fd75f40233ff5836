"""Reshapes with one symbolic size become views with -1."""

import torch
from torch import nn
from torch.export import Dim, ExportedProgram, export

from exporters.executorch.reshapes import use_minus_one_

ATEN = torch.ops.aten


class _Heads(nn.Module):
    """(1, time, 6) to (2, time, 3) and back; the way back is not contiguous."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        split = x.reshape(1, x.shape[1], 2, 3).transpose(1, 2)
        return (split @ torch.eye(3)).transpose(1, 2).reshape(1, x.shape[1], 6)


class _Outer(nn.Module):
    """Two sizes that are known only at run time: no -1 can stand for both."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (x.T * x).reshape(x.shape[1], 1, x.shape[1])


def _exported(module: nn.Module, x: torch.Tensor) -> ExportedProgram:
    return export(module, (x,), dynamic_shapes=({1: Dim("time", min=2, max=50)},), strict=False)


def _reshapes(program: ExportedProgram) -> list[torch.fx.Node]:
    names = ("reshape", "view")
    return [n for n in program.graph.nodes if any(name in str(n.target) for name in names)]


def test_one_symbolic_size_becomes_minus_one() -> None:
    program = _exported(_Heads(), torch.randn(1, 7, 6))
    use_minus_one_(program)
    found = _reshapes(program)
    assert [n.target for n in found] == [ATEN.view.default] * 2
    assert [n.args[1] for n in found] == [[1, -1, 2, 3], [1, -1, 6]]


def test_only_what_is_not_contiguous_is_copied() -> None:
    program = _exported(_Heads(), torch.randn(1, 7, 6))
    use_minus_one_(program)
    copied = [n.args[0].target == ATEN.clone.default for n in _reshapes(program)]
    assert copied == [False, True]


def test_the_result_stays_the_same_at_other_lengths() -> None:
    program = _exported(_Heads(), torch.randn(1, 7, 6))
    use_minus_one_(program)
    for time in (2, 7, 50):
        x = torch.randn(1, time, 6)
        assert torch.equal(program.module()(x), _Heads()(x))


def test_two_symbolic_sizes_are_left_alone() -> None:
    program = _exported(_Outer(), torch.randn(1, 7))
    before = [n.target for n in _reshapes(program)]
    use_minus_one_(program)
    assert [n.target for n in _reshapes(program)] == before
