"""What the form of the weights costs an int8 product of .onnx, and what it is worth.

    OMP_NUM_THREADS=1 python -m benchmarks.onnx_weights [--rounds 60]

Each product is lowered as the exporter lowers it, with one scale a token, in the two forms that are
exact on every processor and in signed weights of 8 bits, which no file has: where ONNX Runtime
multiplies them inexactly, their error says so. Errors are relative to the float product. One
process, one thread, one call each in turn, by the processor's clock. Writes
results/onnx_weights.json.
"""

import argparse
import json
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx_ir as ir
import torch

from benchmarks.machine import machine
from benchmarks.runtimes import onnx_session
from benchmarks.timing import interleaved
from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.onnx.layers import Int8Linear, PerToken
from exporters.onnx.lower import exported
from exporters.onnx.weights import multiplied_rows
from exporters.precision.int8 import quantize_rows
from exporters.program import Method, TensorSpec

RESULT = Path(__file__).parent / "results" / "onnx_weights.json"
FORMS = {
    "uint8": partial(multiplied_rows, reduce_range=False),
    "int8 of 7 bits": partial(multiplied_rows, reduce_range=True),
    "int8 of 8 bits": quantize_rows,
}
SHAPES = ((384, 384), (384, 1536), (1536, 384), (256, 32_000))
TOKENS = (1, 16, 64, 128)


def lowered(layer: Int8Linear, shape: tuple[int, int], path: Path) -> None:
    """One product, of any number of tokens."""
    length = Dimension("length", 1, TOKENS[-1])
    given, result = (
        TensorSpec(name, torch.float32, (1, length, width))
        for name, width in zip("xy", shape, strict=True)
    )
    method = Method("forward", layer.eval(), (given,), (result,))
    ir.save(exported(method, Lowering(lengths=(TOKENS[-1],))), path)


def measured(shape: tuple[int, int], folder: Path, rounds: int) -> list[dict[str, object]]:
    """One entry a form and number of tokens."""
    generator = torch.Generator().manual_seed(0)
    weight = torch.randn(shape[1], shape[0], generator=generator)
    files = {name: folder / f"{name} {shape}.onnx" for name in FORMS}
    for name, quantized in FORMS.items():
        lowered(PerToken(*quantized(weight), None), shape, files[name])
    sessions = {name: onnx_session(path) for name, path in files.items()}
    entries: list[dict[str, object]] = []
    for tokens in TOKENS:
        x = torch.randn(1, tokens, shape[0], generator=generator)
        calls = {name: session({"x": x}) for name, session in sessions.items()}
        exact = (x @ weight.t()).numpy()
        for name, latency in interleaved(calls, warm_up=5, rounds=rounds).items():
            error = np.linalg.norm(calls[name]() - exact) / np.linalg.norm(exact)
            entries.append(
                {
                    "in": shape[0],
                    "out": shape[1],
                    "tokens": tokens,
                    "form": name,
                    "cpu_median_us": round(1e3 * latency.cpu_median_ms, 1),
                    "relative_error": float(error),
                    "size_bytes": files[name].stat().st_size,
                }
            )
    return entries


def table(entries: list[dict[str, object]]) -> str:
    """A line a product and number of tokens: microseconds and error of each form."""
    lines = []
    for (into, out), tokens in product(SHAPES, TOKENS):
        mine = [e for e in entries if (e["in"], e["out"], e["tokens"]) == (into, out, tokens)]
        cells = "  ".join(
            f"{e['form']} {e['cpu_median_us']:8.1f} us, error {e['relative_error']:.4f}"
            for e in mine
        )
        lines.append(f"{into:5} x {out:6}, {tokens:3} tokens: {cells}")
    return "\n".join(lines)


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=60)
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    before = machine()
    with TemporaryDirectory() as folder:
        entries = [e for shape in SHAPES for e in measured(shape, Path(folder), asked.rounds)]
    asked.output.write_text(json.dumps({"machine": before, "products": entries}, indent=1) + "\n")
    print(table(entries))


if __name__ == "__main__":
    main()
