"""What is done to an exported graph before it is written: fold, share, avoid slow fusions."""

import onnx_ir as ir
import onnx_ir.passes.common as passes
from onnxscript import optimizer
from onnxscript.rewriter import pattern

from exporters.onnx.attention import ATTENTION
from exporters.onnx.constant_rows import CONSTANT_ROWS
from exporters.onnx.first_token import first_token_only_
from exporters.onnx.joint import joint_products_
from exporters.onnx.reshapes import plain_reshapes_

_SMALL = {ir.DataType.FLOAT16, ir.DataType.INT8, ir.DataType.UINT8}
"""What weights are stored as; a cast of it to float32 happens when the file is loaded."""


def tidy_(model: ir.Model) -> None:
    """Folds and shares what can be, and drops the exporter's notes (1.4 MB of 24 for MiniLM)."""
    optimizer.optimize_ir(model, should_fold=_may_fold)
    _contiguous_(model.graph)
    passes.DeduplicateHashedInitializersPass()(model)  # the optimizer shares small ones only
    for rules in (CONSTANT_ROWS, *((rule,) for rule in ATTENTION)):
        pattern.RewriteRuleSet(rules, commute=True).apply_to_model(model)
    plain_reshapes_(model.graph)
    passes.CommonSubexpressionEliminationPass()(model)
    residual_sums_(model.graph)
    first_token_only_(model.graph)
    passes.RemoveUnusedNodesPass()(model)  # which would count as readers of a shared input
    joint_products_(model.graph)
    passes.LiftConstantsToInitializersPass(lift_all_constants=True, size_limit=0)(model)
    passes.RemoveUnusedNodesPass()(model)
    passes.RemoveUnusedOpsetsPass()(model)
    passes.ClearMetadataAndDocStringPass()(model)
    _without_notes_(model.graph)


def _contiguous_(graph: ir.Graph) -> None:
    """A folded transpose is a view in numpy, and the pass that hashes constants refuses views."""
    for value in graph.initializers.values():
        constant = value.const_value
        if constant is not None and constant.dtype != ir.DataType.STRING:
            array = constant.numpy()
            if not array.flags.c_contiguous:
                value.const_value = ir.tensor(array.copy(order="C"), name=value.name)


def residual_sums_(graph: ir.Graph) -> None:
    """Additions before a layer norm become one ``Sum``, bias and residual together.

    ONNX Runtime fuses ``Add`` with ``LayerNormalization`` into SkipLayerNormalization, whose
    kernel is many times slower than both (benchmarks/README.md, "Sum, not Add"). It does not look
    for ``Sum``.
    """
    for node in list(graph):
        added = _producer(node.inputs[0]) if node.op_type == "LayerNormalization" else None
        if added is not None and added.op_type == "Add":
            _replace_(graph, added, ir.node("Sum", _terms(added)))


def _terms(added: ir.Node) -> list[ir.Value | None]:
    """What an addition adds up, looking through a ``Sum`` that nobody else reads."""
    terms: list[ir.Value | None] = []
    for value in added.inputs:
        inner = _producer(value)
        alone = inner is not None and inner.op_type == "Sum" and len(inner.outputs[0].uses()) == 1
        terms += inner.inputs if inner is not None and alone else [value]
    return terms


def _producer(value: ir.Value | None) -> ir.Node | None:
    return None if value is None else value.producer()


def _replace_(graph: ir.Graph, old: ir.Node, new: ir.Node) -> None:
    result, replaced = new.outputs[0], old.outputs[0]
    result.shape, result.type, result.name = replaced.shape, replaced.type, f"{replaced.name}_sum"
    graph.insert_before(old, new)
    replaced.replace_all_uses_with(result)


def _may_fold(node: ir.Node) -> bool | None:
    """A stored weight keeps its cast: folded, it would stand in the file as float32 again.

    And a table that is also the output layer its transposition: folded, it would stand there twice.
    """
    if node.op_type == "Transpose":
        return False if node.inputs[0] is not None and node.inputs[0].is_initializer() else None
    stored = {v.dtype for v in node.inputs if v is not None} & _SMALL
    return False if node.op_type == "Cast" and stored else None


def _without_notes_(graph: ir.Graph) -> None:
    """The pass of onnx_ir clears nodes and the graph; tensors carry notes too."""
    for value in (*graph.inputs, *graph.outputs, *graph.initializers.values()):
        value.metadata_props.clear()
    for node in graph:
        for value in node.outputs:
            value.metadata_props.clear()
