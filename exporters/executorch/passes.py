"""Only those of executorch's passes that a graph gives something to do.

executorch runs all of its passes over each graph, and over each delegate those of XNNPACK. Every
pass interprets the whole graph again, whether it finds its operators or not: on MiniLM idle ones of
XNNPACK are half of the time of lowering (18 of 31 s), and on a tiny BERT all other idle ones are a
quarter of the rest (1.7 of 6.5 s). Without them the bytes are the same (checked in the tests).
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from inspect import unwrap
from typing import Any
from unittest.mock import patch

import torch
from executorch.backends.xnnpack import xnnpack_preprocess
from executorch.backends.xnnpack._passes import XNNPACKPassManager
from executorch.exir.pass_base import ExportPass
from executorch.exir.program import _program
from torch import fx
from torch.export import ExportedProgram
from torch.fx.passes.infra.pass_base import PassResult

_OPERATORS = {
    "NormalizeTransposePass": ("aten.t.default",),
    "ConvertToUpsampleBilinear2d": ("index", "upsample"),
    "ConvertToSDPAPass": ("expand_copy",),
    "FuseBatchNormPass": ("batch_norm",),
    "DecomposeBatchNorm": ("batch_norm",),
    "DecomposeConcatenate": ("cat",),
    "RemoveGetItemPass": ("max_pool", "max.dim"),
    "InsertPadQDQPass": ("pad",),
    "Conv1dUnsqueezePass": ("convolution",),
    "PReLUReshapePass": ("prelu",),
    "ChannelsLastTaggedReshapePass": ("conv", "pool", "prelu", "upsample"),
    "FuseActivationPass": ("relu", "hardtanh", "clamp"),
    "RemoveRedundantCopyPass": ("to_copy",),
}
"""Pass to the operators that it is about, or to parts of their names."""
_REWRITE = {"ConvertToLinearPass", "PropagateCustomMetaPass"}
"""They change a graph themselves and interpret it afterwards: needless where it is as it was."""


def _has_views(graph: fx.Graph) -> bool:
    return any(getattr(node.target, "is_view", False) for node in _calls(graph))


def _has_symbols_for_tensors(graph: fx.Graph) -> bool:
    """Whether a size stands where an operator wants a tensor."""
    return any(
        isinstance(_value(given), torch.SymInt | torch.SymFloat | torch.SymBool)
        and "Tensor" in str(argument.type)
        for node in _calls(graph)
        if isinstance(node.target, torch._ops.OpOverload)
        for argument, value in zip(node.target._schema.arguments, node.args, strict=False)
        for given in (value if isinstance(value, list | tuple) else (value,))
    )


_PROMOTING = ("add.Tensor", "mul.Tensor", "sub.Tensor", "minimum.default")
_DIVIDING = ("div.Tensor", "div.Tensor_mode")


def _mixes_types(graph: fx.Graph) -> bool:
    """Whether an operator takes tensors of several types, or divides what is not float."""
    for node in _calls(graph):
        name = str(node.target).removeprefix("aten.")
        if name in (*_PROMOTING, *_DIVIDING):
            types = {getattr(_value(given), "dtype", None) for given in node.args}
            alone = next(iter(types)) if len(types) == 1 else None
            if alone is None or (name in _DIVIDING and not alone.is_floating_point):
                return True
    return False


def _has_constants(graph: fx.Graph) -> bool:
    """Whether something is computed from nothing that is given."""
    return any(
        all(given.op == "get_attr" for given in node.all_input_nodes) for node in _calls(graph)
    )


_GRAPHS: dict[str, Callable[[fx.Graph], bool]] = {
    "ReplaceBrokenOpsWithFunctionalOpsPass": _has_views,
    "SymToTensorPass": _has_symbols_for_tensors,
    "RemoveMixedTypeOperators": _mixes_types,
    "ConstPropPass": _has_constants,
}
"""Pass to whether a graph has something for it, where names of operators do not say so."""


def _calls(graph: fx.Graph) -> Iterator[fx.Node]:
    return (node for node in graph.nodes if node.op == "call_function")


def _value(given: Any) -> Any:
    """What a node stands for, or what is given itself."""
    return given.meta.get("val") if isinstance(given, fx.Node) else given


def needed(name: str, module: fx.GraphModule) -> bool:
    """Whether a pass has something to do; one that is named nowhere here always has. A graph that
    calls other graphs is not looked through."""
    if any(_is_graph(module, node) for node in module.graph.nodes):
        return True
    if name in _GRAPHS:
        return _GRAPHS[name](module.graph)
    operators = {str(node.target) for node in _calls(module.graph)}
    return name not in _OPERATORS or any(
        part in operator for part in _OPERATORS[name] for operator in operators
    )


def _is_graph(module: fx.GraphModule, node: fx.Node) -> bool:
    """Whether a node is another graph: a branch, or the body of a loop."""
    if node.op not in ("get_attr", "call_module"):
        return False
    return isinstance(getattr(module, str(node.target), None), fx.GraphModule)


class _NeededPasses(XNNPACKPassManager):
    """executorch's own manager, which asks before each pass."""

    def transform(self) -> ExportedProgram:
        done = self.exported_program
        for each in self.passes:
            if needed(each.__name__, done.graph_module):
                with _interpreting_once(each.__name__, done.graph):
                    done = XNNPACKPassManager(done, [each]).transform()
        return done


@contextmanager
def _interpreting_once(name: str, graph: fx.Graph) -> Iterator[None]:
    """While this is open, a pass that left the graph as it was does not interpret it."""
    before, interpret = _content(graph), ExportPass.call

    def call(self: ExportPass, module: fx.GraphModule) -> PassResult:
        if _content(module.graph) == before:
            return PassResult(module, False)
        return interpret(self, module)

    with patch.object(ExportPass, "call", call if name in _REWRITE else interpret):
        yield


def _content(graph: fx.Graph) -> list[tuple[Any, ...]]:
    return [(node, node.target, node.args, node.kwargs) for node in graph.nodes]


def _asking(passes: list[Any]) -> list[Any]:
    def asked(each: Any) -> Callable[[fx.GraphModule], PassResult]:
        name = type(unwrap(each)).__name__
        return lambda gm: each(gm) if needed(name, gm) else PassResult(gm, False)

    return [asked(each) for each in passes]


@contextmanager
def needed_passes() -> Iterator[None]:
    """While this is open, lowering to XNNPACK skips idle passes."""
    of_edge = _program._get_aten_to_edge_passes

    def asking(config: Any) -> tuple[list[Any], list[Any]]:
        before, after = of_edge(config)
        return _asking(before), after

    with ExitStack() as stack:
        stack.enter_context(patch.object(_program, "_get_aten_to_edge_passes", asking))
        stack.enter_context(patch.object(xnnpack_preprocess, "XNNPACKPassManager", _NeededPasses))
        yield
