"""Which parameters an answer depends on."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn

from exporters.errors import Refused
from exporters.program import Method


def refuse_spoiled(model: nn.Module) -> None:
    """Refuses weights of which one is no finite number: the model then answers nothing either."""
    for name, parameter in model.named_parameters():
        if not bool(torch.isfinite(parameter).all()):
            wrong = int((~torch.isfinite(parameter)).sum())
            raise Refused(
                f"{wrong} of the {parameter.numel()} numbers in {name} are NaN or infinite: the "
                "training or a conversion to float16 spoiled them; take a checkpoint from before"
            )


def used_parameters(methods: tuple[Method, ...]) -> tuple[nn.Parameter, ...]:
    """Each distinct parameter that the methods' outputs depend on, once.

    Read from autograd's graph of one short call, so a pooler whose result nobody uses does not
    count and a tied table counts once. Slices of a split matrix count as that matrix does.
    """
    parameters = tuple(nn.ModuleList(method.module for method in methods).parameters())
    with _requiring_grad(parameters), torch.enable_grad():
        reached = set().union(*(_leaves(_graph_of(method)) for method in methods))
    return tuple(parameter for parameter in parameters if id(parameter) in reached)


def _graph_of(method: Method) -> list[torch.autograd.graph.Node | None]:
    """Autograd's node of each output, for inputs of the shortest lengths."""
    shortest = {name: dimension.minimum for name, dimension in method.dimensions.items()}
    outputs = method.module(*method.example(shortest))
    return [output.grad_fn for output in (outputs if isinstance(outputs, tuple) else (outputs,))]


@contextmanager
def _requiring_grad(parameters: tuple[nn.Parameter, ...]) -> Iterator[None]:
    frozen = [parameter for parameter in parameters if not parameter.requires_grad]
    for parameter in frozen:
        parameter.requires_grad_(True)
    try:
        yield
    finally:
        for parameter in frozen:
            parameter.requires_grad_(False)


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
