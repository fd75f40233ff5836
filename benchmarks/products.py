"""What an int8 product takes, by its sizes: the constants of ``auto`` execution forms.

    python -m benchmarks.products [--format onnx]

Chains of linears with weights of their own, at several numbers of tokens, and the least squares of

    t = call + rows (in + out) touch + rows in out multiply + in out move

with no constant below 0, weighted by 1 / t; a call of one row, as a decoder's step is, and one of
several have constants of their own. Writes results/products.json, or products-onnx.json.
"""

import argparse
import json
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from scipy.optimize import nnls
from torch import nn

from benchmarks.machine import machine
from benchmarks.timing import interleaved
from exporters.backend import Lowering, backend
from exporters.executorch.native import use_threads
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Silent
from exporters.quiet import quiet
from exporters.runtime import Runner, load

RESULTS = Path(__file__).parent / "results"
RESULT = {"executorch": "products.json", "onnx": "products-onnx.json"}
SHAPES = ((384, 384), (768, 768), (768, 96), (768, 384), (384, 1536), (768, 3072), (256, 32))
ROWS = (1, 16, 64)
PAIRS = 6
"""Products there and back a chain: what surrounds them is small against them then."""


class Chain(nn.Module):
    """(1, rows, in) through linears in -> out -> in, again and again."""

    def __init__(self, into: int, out: int) -> None:
        super().__init__()
        linears = (nn.Linear(into, out), nn.Linear(out, into))
        self.linears = nn.ModuleList(
            nn.Linear(each.in_features, each.out_features) for _ in range(PAIRS) for each in linears
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for linear in self.linears:
            x = linear(x)
        return x


def runner(format_name: str, shape: tuple[int, int], rows: int, folder: Path) -> Runner:
    """A loaded program of one chain."""
    torch.manual_seed(0)
    spec = TensorSpec("x", torch.float32, (1, rows, shape[0]))
    method = Method("forward", Chain(*shape).eval(), (spec,), (replace(spec, name="y"),))
    program = Program("text-classification", "products", (method,), 0, 0)
    end, options = backend(format_name), Lowering(lengths=(rows,))
    path = folder / f"{shape[0]}-{shape[1]}-{rows}{end.suffix(1, options.ios)}"
    with quiet():
        end.lower(end.quantize(program, options), path, options, Silent())
    return load(format_name, path, threads=1)


def measured(format_name: str, folder: Path, rounds: int) -> list[dict[str, float]]:
    """One entry a chain: microseconds of the processor for one product."""
    calls = {}
    for shape, rows in product(SHAPES, ROWS):
        loaded = runner(format_name, shape, rows, folder)
        x = np.random.default_rng(0).standard_normal((1, rows, shape[0])).astype(np.float32)
        calls[f"{shape[0]} {shape[1]} {rows}"] = partial(loaded.run, "forward", {"x": x})
    taken = interleaved(calls, warm_up=5, rounds=rounds)
    found = []
    for name, latency in taken.items():
        into, out, rows = map(int, name.split())
        product_us = 1e3 * min(latency.cpu_ms) / (2 * PAIRS)
        found.append({"in": into, "out": out, "rows": rows, "product_us": product_us})
    return found


def fitted(entries: list[dict[str, float]]) -> dict[str, float]:
    """Nanoseconds: of a call, of one row and of several, of a number touched, of a multiply-add, of
    a byte moved."""
    rows = np.array([_work(e["rows"], e["in"], e["out"]) for e in entries])
    times = np.array([1e3 * e["product_us"] for e in entries])
    constants, _ = nnls(rows / times[:, None], np.ones(len(times)))
    off = rows @ constants / times
    names = ("call_ns", "call_of_rows_ns", "touch_ns", "multiply_ns", "move_ns")
    return dict(zip(names, constants.tolist(), strict=True)) | {
        "least_ratio": float(off.min()),
        "largest_ratio": float(off.max()),
    }


def _work(rows: float, into: float, out: float) -> list[float]:
    return [float(rows == 1), float(rows > 1), rows * (into + out), rows * into * out, into * out]


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--format", choices=("executorch", "onnx"), default="executorch")
    arguments.add_argument("--output", type=Path)
    arguments.add_argument("--rounds", type=int, default=40)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    use_threads(1)
    with TemporaryDirectory() as folder:
        entries = measured(asked.format, Path(folder), asked.rounds)
    found = {"machine": machine(), "products": entries, "constants": fitted(entries)}
    output = asked.output or RESULTS / RESULT[asked.format]
    output.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found["constants"], indent=1))


if __name__ == "__main__":
    main()
