"""Whether a decoder should return its likeliest token in place of its logits.

    python -m benchmarks.translation.argmax [--shape tiny] [--rounds 200]

One step of each, in one process on one thread, in turn: logits and numpy's argmax over them,
against a program that ends in an argmax of its own. Prints milliseconds and ratios.
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import nn

from benchmarks.timing import interleaved
from benchmarks.translation.shapes import SHAPES, Shape, marian
from benchmarks.translation.task import CAPACITY, SOURCE_TOKENS
from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.state import LOGITS, MASK, POSITION, TOKEN
from exporters.program import Program, TensorSpec
from exporters.progress import Silent
from exporters.quiet import quiet
from exporters.runtime import Runner

BEST = "best"
FORMATS = ("executorch", "onnx")
WARM_UP = 10


class Likeliest(nn.Module):
    """A decoder step that returns (hypotheses,) tokens where it would return logits."""

    def __init__(self, decode: nn.Module) -> None:
        super().__init__()
        self.decode = decode
        self.eval()

    def forward(
        self,
        token: torch.Tensor,
        position: torch.Tensor,
        attention_mask: torch.Tensor,
        *state: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        logits, *new = self.decode(token, position, attention_mask, *state)
        return logits.argmax(dim=-1), *new


def likeliest(program: Program) -> Program:
    """The same program with ``Likeliest`` around its ``decode``."""
    encode, decode = program.methods
    hypotheses = decode.outputs[0].shape[0]
    best = TensorSpec(BEST, torch.int64, (hypotheses,))
    outputs = (best, *decode.outputs[1:])
    wrapped = replace(decode, module=Likeliest(decode.module), outputs=outputs)
    return replace(program, methods=(encode, wrapped))


def step(runner: Runner, program: Program) -> Callable[[], int]:
    """A call of ``decode`` on zeros, to a token; the arrays are the same in each call."""
    sizes = {"length": SOURCE_TOKENS}
    shapes = {s.name: s.sizes(sizes) for s in program.method("decode").inputs}
    arrays = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    arrays |= {name: np.ones(shapes[name], np.int64) for name in (TOKEN, POSITION, MASK)}

    def call() -> int:
        outputs = runner.run("decode", arrays)
        if BEST in outputs:
            return int(outputs[BEST][0])
        return int(outputs[LOGITS][0].argmax())

    return call


def compared(shape: Shape, folder: Path, rounds: int) -> None:
    """Exports both kinds in both formats and prints what a step takes."""
    program = capture_translation(marian(shape), CaptureOptions(CAPACITY, CAPACITY))
    options = Lowering(lengths=(CAPACITY,))
    calls = {}
    for name in FORMATS:
        end = backend(name)
        for kind, of in (("logits", program), (BEST, likeliest(program))):
            print(f"exporting {name}, {kind}", flush=True)
            path = folder / f"{kind}{end.suffix(2, 18)}"
            with quiet():
                end.lower(end.quantize(of, options), path, options, Silent())
            calls[f"{name}, {kind}"] = step(_load(name, path), of)
    times = interleaved(calls, WARM_UP, rounds)
    for name, latency in times.items():
        print(f"{name:20} {latency.median_ms:.3f} ms, cpu {latency.cpu_median_ms:.3f}")
    for name in FORMATS:
        mine, plain = times[f"{name}, {BEST}"], times[f"{name}, logits"]
        print(f"{name}: {mine.cpu_median_ms / plain.cpu_median_ms:.3f} of the time with logits")


def _load(name: str, path: Path) -> Runner:
    """On one thread."""
    if name == "executorch":
        from exporters.executorch.native import use_threads
        from exporters.executorch.run import load

        use_threads(1)
        return load(path)
    from exporters.onnx.run import OnnxRunner

    return OnnxRunner(path, threads=1)


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--shape", choices=SHAPES, default="tiny")
    arguments.add_argument("--rounds", type=int, default=200)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    with TemporaryDirectory() as folder:
        compared(SHAPES[asked.shape], Path(folder), asked.rounds)


if __name__ == "__main__":
    main()
