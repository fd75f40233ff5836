"""What a file says about itself survives the way through a tensor."""

import torch
from torch import nn

from exporters.executorch import interface
from exporters.program import Dimension, Method, Program, TensorSpec

LENGTH = Dimension("length", 2, 512)


def test_the_document_by_hand() -> None:
    inputs = (TensorSpec("ids", torch.int64, (1, LENGTH)),)
    outputs = (TensorSpec("näherung", torch.float32, (1, 3)),)
    methods = (Method("forward", nn.Identity(), inputs, outputs),)
    document = interface.describe(Program("task", "bert", methods, 0, 1), longest=64)
    assert document.dtype == torch.uint8
    size = {"name": "length", "minimum": 2, "maximum": 64}
    assert interface.parse(document) == {
        "forward": {
            "inputs": [{"name": "ids", "dtype": "int64", "shape": [1, size]}],
            "outputs": [{"name": "näherung", "dtype": "float32", "shape": [1, 3]}],
        }
    }
