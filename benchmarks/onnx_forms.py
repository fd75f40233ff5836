"""The forms of our .onnx, beside ONNX Runtime's own quantization of the same model.

    OMP_NUM_THREADS=1 python -m benchmarks.onnx_forms [--rounds 100]

One process, one thread, one call each in turn; the ratios of medians, by the processor's clock, are
what to read. The error of a product is that of one 384 x 1536 matrix, relative to float, on plain
inputs and on inputs of which four channels are 20 times larger. Writes results/onnx_forms.json.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import nn
from transformers import PreTrainedModel

from benchmarks import peers
from benchmarks.classifier import LENGTHS, WARM_UP, minilm, relative_errors, sentences
from benchmarks.classifier import Contender as Form
from benchmarks.machine import machine
from benchmarks.runtimes import onnx_session
from benchmarks.timing import Cost, Latency, interleaved
from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.onnx.backend import Onnx
from exporters.onnx.layers import PerTensor, PerToken
from exporters.onnx.quantize import Activations
from exporters.onnx.weights import multiplied_rows
from exporters.precision.rules import Precision
from exporters.progress import Silent

RESULT = Path(__file__).parent / "results" / "onnx_forms.json"
STOCK = "quantize_dynamic"
REDUCED = "the same, reduced range"
TOKEN, TENSOR = Activations.PER_TOKEN, Activations.PER_TENSOR
FORMS = {
    "int8, a scale a token": (Precision.INT8, TOKEN),
    REDUCED: (Precision.INT8, TOKEN),
    "int8, a scale a tensor": (Precision.INT8, TENSOR),
    "int8-static": (Precision.INT8_STATIC, TOKEN),
    "int8-weight": (Precision.INT8_WEIGHT, TOKEN),
    "fp16": (Precision.FP16, TOKEN),
    "fp32": (Precision.FP32, TOKEN),
}
UNTIMED = Cost(0.0, 0.0)


def forms(model: PreTrainedModel, folder: Path) -> list[Form]:
    """All files; the stock one from torch's newer exporter, whose graph is the faster one."""
    stock = folder / "stock.onnx"
    peers.quantize_dynamic_of(model, stock, dynamo=True)
    made = [Form(STOCK, stock.stat().st_size, UNTIMED, onnx_session(stock))]
    for name, (precision, activations) in FORMS.items():
        path = folder / f"{name}.onnx"
        _lower(model, path, precision, Onnx(activations), reduce_range=name == REDUCED)
        made.append(Form(name, path.stat().st_size, UNTIMED, onnx_session(path)))
    return made


def _lower(
    model: PreTrainedModel, path: Path, precision: Precision, backend: Onnx, reduce_range: bool
) -> None:
    samples = [(ids, torch.ones_like(ids)) for n in LENGTHS for ids in sentences(model, n)]
    options = Lowering(precision, LENGTHS, samples=samples, reduce_range=reduce_range)
    program = capture(model, "text-classification", CaptureOptions(LENGTHS[-1]))
    backend.lower(backend.quantize(program, options), path, options, Silent())


def latencies(model: PreTrainedModel, made: list[Form], rounds: int) -> dict[str, list[Latency]]:
    """Name to one latency for each of LENGTHS."""
    by_length = []
    for length in LENGTHS:
        ids = sentences(model, length)[0]
        calls = {form.name: form.prepare(form.inputs(ids)) for form in made}
        by_length.append(interleaved(calls, WARM_UP, rounds))
    return {form.name: [timed[form.name] for timed in by_length] for form in made}


def product_errors() -> dict[str, tuple[float, float]]:
    """Form of the product to its relative error on plain inputs and with outlier channels."""
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(1536, 384, generator=generator)
    plain = torch.randn(1, 64, 384, generator=generator)
    outliers = torch.cat([20 * plain[..., :4], plain[..., 4:]], dim=-1)
    operands = (*multiplied_rows(weight, reduce_range=False), None)
    reduced = (*multiplied_rows(weight, reduce_range=True), None)
    products = {
        "a token": PerToken(*operands),
        "a token, reduced range": PerToken(*reduced),
        "a tensor": PerTensor(*operands),
    }
    return {
        name: (_error(product, weight, plain), _error(product, weight, outliers))
        for name, product in products.items()
    }


def _error(product: nn.Module, weight: torch.Tensor, x: torch.Tensor) -> float:
    exact = x @ weight.t()
    return float((product(x) - exact).norm() / exact.norm())


def report(rounds: int, folder: Path) -> dict:
    """The whole benchmark as one document."""
    model = minilm()
    made = forms(model, folder)
    timed = latencies(model, made, rounds)
    stock = [latency.cpu_median_ms for latency in timed[STOCK]]
    errors = relative_errors(model, made)
    return {
        "machine": machine(),
        "lengths": LENGTHS,
        "forms": {
            form.name: {
                "size_bytes": form.size_bytes,
                "relative_error": errors[form.name],
                "median_ms": [t.median_ms for t in timed[form.name]],
                "cpu_median_ms": [t.cpu_median_ms for t in timed[form.name]],
                "ratio": [
                    t.cpu_median_ms / of for t, of in zip(timed[form.name], stock, strict=True)
                ],
                "samples_ms": [_rounded(t.samples_ms) for t in timed[form.name]],
                "cpu_ms": [_rounded(t.cpu_ms) for t in timed[form.name]],
            }
            for form in made
        },
        "product_errors": product_errors(),
    }


def _rounded(samples: tuple[float, ...]) -> list[float]:
    return [round(sample, 4) for sample in samples]


def table(found: dict) -> str:
    """A line a form: size, error of the logits, then at each length median (cpu) and ratio."""
    lines = []
    for name, form in found["forms"].items():
        columns = zip(form["median_ms"], form["cpu_median_ms"], form["ratio"], strict=True)
        cells = "  ".join(f"{m:6.2f} ({c:5.2f}) {r:4.2f}" for m, c, r in columns)
        size, error = form["size_bytes"] / 1e6, form["relative_error"]
        lines.append(f"{name:24} {size:5.1f} MB  error {error:.4f}  {cells}")
    for name, (plain, outliers) in found["product_errors"].items():
        lines.append(f"product, a scale {name}: error {plain:.4f}, with outliers {outliers:.4f}")
    return "\n".join(lines)


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=100)
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    with TemporaryDirectory() as folder:
        found = report(asked.rounds, Path(folder))
    asked.output.write_text(json.dumps(found, indent=1) + "\n")
    print(table(found))


if __name__ == "__main__":
    main()
