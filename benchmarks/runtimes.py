"""Both runtimes by their own Python calls, on one thread, with nothing of ours around a call."""

from collections.abc import Callable, Mapping
from pathlib import Path

import executorch.kernels.quantized  # noqa: F401  registers the int8 embedding
import numpy as np
import onnxruntime as ort
import torch
from executorch.runtime import Runtime

from exporters.executorch.native import native_words, use_threads

Inputs = Mapping[str, torch.Tensor]
Prepared = Callable[[], np.ndarray]
Prepare = Callable[[Inputs], Prepared]
"""Inputs to the call that computes logits (1, labels) from them."""


def executorch_program(path: Path) -> Prepare:
    """A .pte; its inputs are taken in the order of their names in ``Inputs``."""
    use_threads(1)
    with native_words():
        program = Runtime.get().load_program(path)
        # A method reads from its program, so both are held.
        loaded = (program, program.load_method("forward"))

    def prepare(inputs: Inputs) -> Prepared:
        arguments = list(inputs.values())
        return lambda: loaded[1].execute(arguments)[0].numpy()

    return prepare


def onnx_session(path: Path) -> Prepare:
    """An .onnx on ONNX Runtime's processor provider."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def prepare(inputs: Inputs) -> Prepared:
        arrays = {name: tensor.numpy() for name, tensor in inputs.items()}
        return lambda: session.run(None, arrays)[0]

    return prepare
