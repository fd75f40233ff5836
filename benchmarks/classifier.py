"""A BERT of MiniLM's shape: our int8 files beside what the usual tools make of the same model.

    python -m benchmarks.classifier [--model sentiment-en] [--rounds 60]

All run in one process on one thread, one call each in turn. Writes results/classifier.json.
"""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from transformers import BertConfig, BertForSequenceClassification, PreTrainedModel

from benchmarks import peers
from benchmarks.machine import machine
from benchmarks.runtimes import Inputs, Prepare, executorch_program, onnx_session
from benchmarks.timing import Cost, Latency, cost, interleaved
from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions, capture
from exporters.dimension import Dimension
from exporters.program import Program, TensorSpec
from exporters.progress import Silent
from exporters.quiet import quiet

RESULT = Path(__file__).parent / "results" / "classifier.json"
LENGTHS = (16, 64, 128)
STATIC = 64
"""The one length of the files that have one."""
WARM_UP = 5
SENTENCES = 8
"""Random ids of each length, of which errors are taken."""
PTE, ONNX = "ours .pte", "ours .onnx"
PTE_STATIC = f"ours .pte, {STATIC} tokens only"
PT2E = f"PT2E .pte, {STATIC} tokens only"
DYNAMO, TORCHSCRIPT = "quantize_dynamic, dynamo", "quantize_dynamic, TorchScript"


@dataclass(frozen=True)
class Contender:
    """``lengths``: what it can run. ``additive``: whether its mask is (1, 1, 1, time) of 0."""

    name: str
    size_bytes: int
    cost: Cost
    prepare: Prepare
    lengths: tuple[int, ...] = LENGTHS
    additive: bool = False

    def inputs(self, ids: torch.Tensor) -> Inputs:
        """Of a sentence without padding, (1, time)."""
        zeros = torch.zeros(1, 1, 1, ids.shape[1])
        return {
            "input_ids": ids,
            "attention_mask": zeros if self.additive else torch.ones_like(ids),
        }


def minilm(seed: int = 0) -> PreTrainedModel:
    """Random weights in MiniLM's shape: 22.7 M parameters, six layers of 384."""
    torch.manual_seed(seed)
    config = BertConfig(
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
    )
    return BertForSequenceClassification(config).eval()


def contenders(model: PreTrainedModel, folder: Path) -> list[Contender]:
    """Everything that is compared, exported one after the other."""
    return [
        _ours(model, "executorch", PTE, folder / "ours.pte"),
        _ours(model, "executorch", PTE_STATIC, folder / "ours-static.pte", STATIC),
        _ours(model, "onnx", ONNX, folder / "ours.onnx"),
        _pt2e(model, folder / "pt2e.pte"),
        _quantize_dynamic(model, DYNAMO, folder / "dynamo.onnx", dynamo=True),
        _quantize_dynamic(model, TORCHSCRIPT, folder / "torchscript.onnx", dynamo=False),
    ]


def _ours(
    model: PreTrainedModel, format_name: str, name: str, path: Path, only: int | None = None
) -> Contender:
    """From the model to the file, the proof of the capture included."""

    def export() -> None:
        longest = only or LENGTHS[-1]
        program = capture(model, "text-classification", CaptureOptions(longest))
        options = Lowering(lengths=(longest,))
        back_end = backend(format_name)
        quantized = back_end.quantize(_fixed(program, only) if only else program, options)
        back_end.lower(quantized, path, options, Silent())

    spent = _exported(name, export)
    prepare = executorch_program(path) if format_name == "executorch" else onnx_session(path)
    lengths = (only,) if only else LENGTHS
    return Contender(name, path.stat().st_size, spent, prepare, lengths)


def _fixed(program: Program, length: int) -> Program:
    """The program with this length in place of its dynamic one."""

    def fixed(spec: TensorSpec) -> TensorSpec:
        sizes = (length if isinstance(size, Dimension) else size for size in spec.shape)
        return replace(spec, shape=tuple(sizes))

    methods = (replace(m, inputs=tuple(map(fixed, m.inputs))) for m in program.methods)
    return replace(program, methods=tuple(methods))


def _pt2e(model: PreTrainedModel, path: Path) -> Contender:
    spent = _exported(PT2E, lambda: peers.pt2e(model, path, STATIC))
    size_bytes = path.stat().st_size
    return Contender(PT2E, size_bytes, spent, executorch_program(path), (STATIC,), additive=True)


def _quantize_dynamic(model: PreTrainedModel, name: str, path: Path, dynamo: bool) -> Contender:
    spent = _exported(name, lambda: peers.quantize_dynamic_of(model, path, dynamo))
    return Contender(name, path.stat().st_size, spent, onnx_session(path))


def _exported(name: str, export: Callable[[], object]) -> Cost:
    print(f"exporting {name}", flush=True)
    with quiet():
        return cost(export)


def sentences(model: PreTrainedModel, length: int) -> list[torch.Tensor]:
    """Random ids, the same each time."""
    generator = torch.Generator().manual_seed(length)
    words = model.config.vocab_size
    return [torch.randint(1000, words, (1, length), generator=generator) for _ in range(SENTENCES)]


def latencies(model: PreTrainedModel, all_of_them: list[Contender], rounds: int) -> dict:
    """Length to name to latency."""
    found: dict[int, dict[str, Latency]] = {}
    for length in LENGTHS:
        print(f"timing {length} tokens", flush=True)
        ids = sentences(model, length)[0]
        able = [c for c in all_of_them if length in c.lengths]
        calls = {c.name: c.prepare(c.inputs(ids)) for c in able}
        found[length] = interleaved(calls, WARM_UP, rounds)
    return found


def relative_errors(model: PreTrainedModel, all_of_them: list[Contender]) -> dict[str, float]:
    """Name to |logits - PyTorch's| / |PyTorch's - their mean over sentences|, both Frobenius."""
    ids = sentences(model, STATIC)
    with torch.no_grad():
        exact = np.concatenate([model(input_ids=i).logits.numpy() for i in ids])
    spread = np.linalg.norm(exact - exact.mean(axis=0))
    logits = {c.name: np.concatenate([c.prepare(c.inputs(i))() for i in ids]) for c in all_of_them}
    return {name: float(np.linalg.norm(of - exact) / spread) for name, of in logits.items()}


def ratios(
    timed: Mapping[int, Mapping[str, Latency]], figure: Callable[[Latency], float]
) -> dict[str, dict[int, float]]:
    """Our files over the faster file of quantize_dynamic, and over PT2E's, by one figure."""

    def over(name: str, length: int, *others: str) -> float:
        taken = {of: figure(latency) for of, latency in timed[length].items()}
        return taken[name] / min(taken[other] for other in others)

    return {
        f"{PTE} / quantize_dynamic": {n: over(PTE, n, DYNAMO, TORCHSCRIPT) for n in LENGTHS},
        f"{ONNX} / quantize_dynamic": {n: over(ONNX, n, DYNAMO, TORCHSCRIPT) for n in LENGTHS},
        f"{PTE} / {PT2E}": {STATIC: over(PTE, STATIC, PT2E)},
    }


def export_ratios(all_of_them: list[Contender]) -> dict[str, float]:
    """Our export of one length over PT2E's, by each clock."""
    spent = {c.name: c.cost for c in all_of_them}
    return {
        "wall": spent[PTE_STATIC].wall_s / spent[PT2E].wall_s,
        "cpu": spent[PTE_STATIC].cpu_s / spent[PT2E].cpu_s,
    }


def report(model: PreTrainedModel, named: str, rounds: int, folder: Path) -> dict[str, object]:
    """The whole benchmark as one document."""
    before = machine()
    all_of_them = contenders(model, folder)
    timed = latencies(model, all_of_them, rounds)
    return {
        "model": named,
        "parameters": sum(p.numel() for p in model.parameters()),
        "machine": before,
        "load_average_after": machine()["load_average"],
        "files": {c.name: asdict(c.cost) | {"size_bytes": c.size_bytes} for c in all_of_them},
        "relative_errors": relative_errors(model, all_of_them),
        "ratios": {
            "median": ratios(timed, lambda latency: latency.median_ms),
            "p10": ratios(timed, lambda latency: latency.p10_ms),
            "processor time": ratios(timed, lambda latency: latency.cpu_median_ms),
        },
        "export_ratios": export_ratios(all_of_them),
        "latency": {n: {name: _latency(t) for name, t in of.items()} for n, of in timed.items()},
    }


def _latency(timed: Latency) -> dict[str, object]:
    return {
        "median_ms": timed.median_ms,
        "p10_ms": timed.p10_ms,
        "cpu_median_ms": timed.cpu_median_ms,
        "samples_ms": [round(sample, 4) for sample in timed.samples_ms],
        "cpu_ms": [round(sample, 4) for sample in timed.cpu_ms],
    }


def table(found: dict) -> str:
    """The document as lines for people: median (of processor time) in ms, then the ratios."""
    lines = [_row(name, found) for name in found["files"]]
    for figure, each in found["ratios"].items():
        for name, of in each.items():
            by_length = ", ".join(f"{n} tokens {ratio:.3f}" for n, ratio in of.items())
            lines.append(f"{figure} of {name}: {by_length}")
    clocks = found["export_ratios"]
    lines.append(f"export, ours / PT2E: wall {clocks['wall']:.3f}, cpu {clocks['cpu']:.3f}")
    return "\n".join(lines)


def _row(name: str, found: dict) -> str:
    file, error = found["files"][name], found["relative_errors"][name]
    times = (found["latency"][length].get(name) for length in LENGTHS)
    cells = (f"{t['median_ms']:.2f} ({t['cpu_median_ms']:.2f})" if t else "-" for t in times)
    return (
        f"{name:30} {file['size_bytes'] / 1e6:6.2f} MB  "
        f"{file['wall_s']:6.1f} s ({file['cpu_s']:.1f} cpu)  error {error:.4f}  "
        + "  ".join(f"{cell:>15}" for cell in cells)
    )


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--model", help="folder, hub id or shipped name; default: random")
    arguments.add_argument("--rounds", type=int, default=60)
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    model = _loaded(asked.model) if asked.model else minilm()
    with TemporaryDirectory() as folder:
        found = report(model, asked.model or "random weights", asked.rounds, Path(folder))
    asked.output.write_text(json.dumps(found, indent=1) + "\n")
    print(table(found))


def _loaded(source: str) -> PreTrainedModel:
    from mobilec.checkpoint.load import load

    return load(source).model


if __name__ == "__main__":
    main()
