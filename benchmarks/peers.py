"""What the usual tools make of an unchanged Hugging Face classifier."""

from pathlib import Path

import onnx
import torch
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.backends.xnnpack.quantizer.xnnpack_quantizer import (
    XNNPACKQuantizer,
    get_symmetric_quantization_config,
)
from executorch.exir import to_edge_transform_and_lower
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torchao.quantization.pt2e.quantize_pt2e import convert_pt2e, prepare_pt2e
from transformers import PreTrainedModel


class _Logits(nn.Module):
    """The model as it is, its logits as a plain tensor."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model
        # torch's exporters give the model back in the mode that its wrapper was in.
        self.eval()

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def pt2e(model: PreTrainedModel, path: Path, length: int) -> None:
    """A .pte of one length by ExecuTorch's own recipe: PT2E, int8 dynamic, per channel.

    The mask is additive and 4-D: with the usual one of 0 and 1 its calibration ends in an
    IndexError. With the dynamically quantized partitioner before this one it is as fast (25.3
    against 25.9 ms at 64 tokens, both runs beside each other on a busy machine).
    """
    example = (torch.ones(1, length, dtype=torch.int64), torch.zeros(1, 1, 1, length))
    config = get_symmetric_quantization_config(is_per_channel=True, is_dynamic=True)
    with torch.no_grad():
        graph = torch.export.export(_Logits(model), example, strict=True).module()
        graph = prepare_pt2e(graph, XNNPACKQuantizer().set_global(config))
        graph(*example)
        quantized = torch.export.export(convert_pt2e(graph), example, strict=True)
    edge = to_edge_transform_and_lower(quantized, partitioner=[XnnpackPartitioner()])
    path.write_bytes(edge.to_executorch().buffer)


def quantize_dynamic_of(model: PreTrainedModel, path: Path, dynamo: bool) -> None:
    """An .onnx of dynamic length by ONNX Runtime's own tool, per channel.

    ``dynamo``: which of torch's two exporters writes the float file. Their graphs differ, and so
    does what the tool makes of them.
    """
    plain = path.with_suffix(".float.onnx")
    (_by_dynamo if dynamo else _by_torchscript)(model, plain)
    quantize_dynamic(plain, path, per_channel=True, weight_type=QuantType.QInt8)
    plain.unlink()


_NAMES = ["input_ids", "attention_mask"]


def _example() -> tuple[torch.Tensor, torch.Tensor]:
    return torch.ones(1, 24, dtype=torch.int64), torch.ones(1, 24, dtype=torch.int64)


def _by_torchscript(model: PreTrainedModel, path: Path) -> None:
    model.set_attn_implementation("eager")  # it has no symbol for the other one's mask
    with torch.no_grad():
        torch.onnx.export(
            _Logits(model),
            _example(),
            path,
            dynamo=False,
            input_names=_NAMES,
            output_names=["logits"],
            dynamic_axes=dict.fromkeys(_NAMES, {1: "length"}),
            opset_version=17,
        )


def _by_dynamo(model: PreTrainedModel, path: Path) -> None:
    length = torch.export.Dim("length", min=2, max=512)
    with torch.no_grad():
        program = torch.onnx.export(
            _Logits(model),
            _example(),
            dynamo=True,
            dynamic_shapes=({1: length}, {1: length}),
            input_names=_NAMES,
            output_names=["logits"],
            verbose=False,
        )
    assert program is not None  # it is for the other exporter that torch's signature says None
    written = program.model_proto
    # quantize_dynamic fails in shape inference on what the exporter noted down.
    del written.graph.value_info[:]
    onnx.save(written, path)
