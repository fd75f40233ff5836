"""Which parameters an answer depends on."""

import torch
from torch import nn

from exporters.program import Method


def used_parameters(method: Method) -> tuple[nn.Parameter, ...]:
    """Each distinct parameter that the method's outputs depend on, once.

    Read from autograd's graph of one short call, so a pooler whose result nobody uses does not
    count and a tied table counts once. Slices of a split matrix count as that matrix does.
    """
    own = {name: parameter for name, parameter in method.module.named_parameters()}
    probes = {name: parameter.detach().requires_grad_() for name, parameter in own.items()}
    shortest = {name: dimension.minimum for name, dimension in method.dimensions.items()}
    with torch.enable_grad():
        outputs = torch.func.functional_call(method.module, probes, method.example(shortest))
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    reached = _leaves([output.grad_fn for output in outputs])
    return tuple(own[name] for name, probe in probes.items() if id(probe) in reached)


def _leaves(roots: list[torch.autograd.graph.Node | None]) -> set[int]:
    """The ids of the tensors at the ends of autograd's graph."""
    seen, leaves, waiting = set(), set(), [node for node in roots if node is not None]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            leaves.add(id(getattr(node, "variable", None)))
            waiting += [parent for parent, _ in node.next_functions if parent is not None]
    return leaves
