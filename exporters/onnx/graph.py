"""One method's graph as it is walked: who makes a value, who reads it, what is stored of it."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import onnx

from exporters.onnx.files import content_of

Reader = tuple[onnx.NodeProto, int]
"""A node and the position among its inputs."""


class Graph:
    """``file``: beside which large tensors may lie."""

    def __init__(self, model: onnx.ModelProto, file: Path) -> None:
        self._graph, self._file = model.graph, file
        self.stored = {tensor.name: tensor for tensor in self._graph.initializer}
        self.makers = {name: node for node in self._graph.node for name in node.output}

    @cached_property
    def live(self) -> list[onnx.NodeProto]:
        """The nodes that some output depends on, in the order of the file."""
        seen: set[str] = set()
        waiting = [output.name for output in self._graph.output]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.makers[name].input if name in self.makers else []
        return [node for node in self._graph.node if seen & set(node.output)]

    @property
    def idle(self) -> list[onnx.NodeProto]:
        """The others."""
        needed = {node.output[0] for node in self.live}
        return [node for node in self._graph.node if node.output[0] not in needed]

    @cached_property
    def _readers(self) -> dict[str, list[Reader]]:
        found: dict[str, list[Reader]] = defaultdict(list)
        for node in self.live:
            for at, name in enumerate(node.input):
                found[name].append((node, at))
        return found

    def readers(self, name: str) -> list[Reader]:
        """The live nodes that read a value, and where."""
        return self._readers.get(name, [])

    def constant(self, name: str) -> np.ndarray | None:
        """The numbers of a stored tensor; None of any other value."""
        tensor = self.stored.get(name)
        if tensor is None:
            return None
        dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type)
        return np.frombuffer(content_of(tensor, self._file), dtype).reshape(tuple(tensor.dims))

    def attributes(self) -> Iterator[tuple[str, float]]:
        """Every float attribute of a live node, by a name that says where it stands."""
        for node in self.live:
            for attribute in node.attribute:
                if attribute.type == onnx.AttributeProto.FLOAT:
                    yield f"{attribute.name} of {node.name or node.output[0]}", attribute.f


def attribute_of(node: onnx.NodeProto, name: str, default: int) -> int:
    """A whole number among the attributes of a node."""
    return next((a.i for a in node.attribute if a.name == name), default)
