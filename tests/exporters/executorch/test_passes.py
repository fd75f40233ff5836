"""Passes are left out only where a graph has nothing for them."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
import torch
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.exir import EdgeCompileConfig, to_edge
from executorch.exir.pass_base import ExportPass
from torch import fx, nn
from torch.export import Dim, export
from torch.fx.experimental.symbolic_shapes import ShapeEnv

from exporters.executorch.passes import needed, needed_passes

aten = torch.ops.aten
FLOAT, WHOLE = torch.ones(2, 3), torch.ones(2, 3, dtype=torch.int64)
SIZE = ShapeEnv().create_unbacked_symint()


def module(target: Callable, *values: object, where: int | None = None) -> fx.GraphModule:
    """One call on values; ``where``: the place of a list of sizes, of which the value is one."""
    graph = fx.Graph()
    given = []
    for at, value in enumerate(values):
        node = graph.placeholder(f"given_{at}")
        node.meta["val"] = value
        given.append([node] if at == where else node)
    graph.output(graph.call_function(target, tuple(given)))
    return fx.GraphModule(nn.Module(), graph)


CASES = {
    "NormalizeTransposePass": (module(aten.t.default, FLOAT), module(aten.t_copy.default, FLOAT)),
    "ReplaceBrokenOpsWithFunctionalOpsPass": (
        module(aten.view.default, FLOAT, 6, where=1),
        module(aten.view_copy.default, FLOAT, 6, where=1),
    ),
    "SymToTensorPass": (
        module(aten.add.Tensor, FLOAT, SIZE),
        module(aten.view.default, FLOAT, SIZE, where=1),
    ),
    "RemoveMixedTypeOperators": (
        module(aten.add.Tensor, FLOAT, WHOLE),
        module(aten.add.Tensor, WHOLE, WHOLE),
    ),
    "ConstPropPass": (module(aten.scalar_tensor.default), module(aten.relu.default, FLOAT)),
    "RemoveRedundantCopyPass": (
        module(aten._to_copy.default, FLOAT),
        module(aten.relu.default, FLOAT),
    ),
}
"""Pass to a graph that has something for it and one that has nothing."""


@pytest.mark.parametrize("name", CASES)
def test_a_pass_runs_where_there_is_something_for_it(name: str) -> None:
    busy, idle = CASES[name]
    assert needed(name, busy)
    assert not needed(name, idle)


def test_whole_numbers_become_float_when_they_are_divided() -> None:
    assert needed("RemoveMixedTypeOperators", module(aten.div.Tensor, WHOLE, WHOLE))
    assert not needed("RemoveMixedTypeOperators", module(aten.div.Tensor, FLOAT, FLOAT))


def test_a_pass_that_is_not_known_always_runs() -> None:
    assert needed("PassOfTomorrow", module(aten.relu.default, FLOAT))


def test_a_graph_that_calls_another_is_not_looked_through() -> None:
    outer = module(aten.relu.default, FLOAT)
    outer.add_module("inner", module(aten.t.default, FLOAT))
    assert not needed("NormalizeTransposePass", outer), "nothing calls it"
    outer.graph.get_attr("inner")
    assert needed("NormalizeTransposePass", outer)


class Of(nn.Module):
    """A function of x (n, 4) and whole numbers (n, 4), behind a linear layer."""

    def __init__(self, function: Callable[..., torch.Tensor]) -> None:
        super().__init__()
        self.function, self.linear = function, nn.Linear(4, 4)

    def forward(self, x: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        return self.function(self.linear(x), ids)


FUNCTIONS = {
    "transposed": lambda x, ids: x.t() @ x,
    "views": lambda x, ids: x.unsqueeze(0).expand(2, -1, -1).reshape(-1, 2),
    "a size": lambda x, ids: x * x.shape[0],
    "mixed types": lambda x, ids: x + ids,
    "whole numbers divided": lambda x, ids: x + ids / (ids + 1),
    "a constant": lambda x, ids: x + torch.arange(4).float().exp(),
    "a copy": lambda x, ids: torch.relu(x.to(torch.float64).to(torch.float32)),
}


def lowered(function: Callable[..., torch.Tensor], passes: AbstractContextManager) -> bytes:
    torch.manual_seed(0)
    n = Dim("n", min=2, max=16)
    given = torch.ones(3, 4), torch.ones(3, 4, dtype=torch.int64)
    with passes, torch.no_grad():
        traced = export(Of(function).eval(), given, dynamic_shapes=({0: n}, {0: n}))
        edge = to_edge(traced, compile_config=EdgeCompileConfig(_check_ir_validity=False))
        return edge.to_backend(XnnpackPartitioner()).to_executorch().buffer


IDLE = {
    *("NormalizeTransposePass", "SymToTensorPass", "RemoveMixedTypeOperators", "ConstPropPass"),
    *("PropagateCustomMetaPass", "RemoveRedundantCopyPass", "FuseBatchNormPass"),
}
"""Passes that a linear layer with a ReLU has nothing for."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_bytes_are_those_of_all_passes(name: str) -> None:
    function = FUNCTIONS[name]
    assert lowered(function, needed_passes()) == lowered(function, nullcontext())


@pytest.mark.parametrize("passes", [needed_passes, nullcontext])
def test_idle_passes_are_left_out(
    passes: Callable[[], AbstractContextManager], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a graph is delegated as well as inside of a delegate."""
    ran: set[str] = set()
    call = ExportPass.call_submodule

    def noted(self: ExportPass, *given: object) -> object:
        ran.add(type(self).__name__)
        return call(self, *given)

    monkeypatch.setattr(ExportPass, "call_submodule", noted)
    lowered(lambda x, ids: x.relu(), passes())
    assert ran & IDLE == (IDLE if passes is nullcontext else set())
