"""Only those of XNNPACK's passes that a graph gives something to do.

executorch runs all of its XNNPACK passes over each delegate, and every pass interprets the whole
graph again, whether it finds its operators or not. On MiniLM they are half of the time of
lowering (18 of 31 s); skipping the idle ones gives the same bytes (checked in the tests).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from executorch.backends.xnnpack import xnnpack_preprocess
from executorch.backends.xnnpack._passes import XNNPACKPassManager
from torch.export import ExportedProgram

_NEEDS = {
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
}
"""Pass to the operators that it is about; a pass that is not named here always runs."""


class _NeededPasses(XNNPACKPassManager):
    """executorch's own manager, without the passes whose operators the graph does not have."""

    def __init__(self, exported_program: ExportedProgram, passes: list[type] | None = None) -> None:
        super().__init__(exported_program, passes)
        nodes = exported_program.graph.nodes
        names = {str(node.target) for node in nodes if node.op == "call_function"}
        self.passes: list[type] = [p for p in self.passes if _needed(p.__name__, names)]


def _needed(name: str, operators: set[str]) -> bool:
    needs = _NEEDS.get(name)
    return needs is None or any(need in operator for need in needs for operator in operators)


@contextmanager
def needed_passes() -> Iterator[None]:
    """While this is open, lowering to XNNPACK skips idle passes."""
    with patch.object(xnnpack_preprocess, "XNNPACKPassManager", _NeededPasses):
        yield
