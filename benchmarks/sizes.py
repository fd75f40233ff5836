"""ALBERT-base's shape (11.7 M parameters, one layer used twelve times) in int8, in every format.

    python -m benchmarks.sizes

Writes results/sizes.json.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import AlbertConfig, AlbertForSequenceClassification, PreTrainedModel

from benchmarks.machine import machine
from benchmarks.timing import cost
from exporters.backend import Lowering, backend
from exporters.bundle.digest import digest
from exporters.capture.capture import CaptureOptions, capture
from exporters.formats import FORMATS
from exporters.program import Program
from exporters.progress import Silent
from exporters.quiet import quiet
from exporters.reading import read

RESULT = Path(__file__).parent / "results" / "sizes.json"
LENGTHS = (32, 64, 128)
ALLOWED_BYTES = 13_000_000


def albert_base(seed: int = 0) -> PreTrainedModel:
    """Random weights in the shape of albert-base-v2."""
    torch.manual_seed(seed)
    config = AlbertConfig(
        hidden_size=768, num_attention_heads=12, intermediate_size=3072, num_hidden_layers=12
    )
    return AlbertForSequenceClassification(config).eval()


def measured(program: Program, format_name: str, folder: Path) -> dict[str, object]:
    """Bytes of the file and of its tensors by dtype, and what the export cost."""
    end, options = backend(format_name), Lowering(lengths=LENGTHS)
    path = folder / f"albert{end.suffix(1, 18)}"
    with quiet():
        spent = cost(lambda: end.lower(end.quantize(program, options), path, options, Silent()))
        reading = read(format_name, path)
    by_dtype: dict[str, int] = {}
    for tensor in reading.tensors:
        by_dtype[tensor.dtype] = by_dtype.get(tensor.dtype, 0) + tensor.size_bytes
    _, size_bytes = digest(path)
    return {
        "size_bytes": size_bytes,
        "bytes_per_parameter": size_bytes / program.unique_parameters,
        "bytes_by_dtype": by_dtype,
        "graph_bytes": reading.graph_bytes,
        "wall_s": spent.wall_s,
        "cpu_s": spent.cpu_s,
    }


def report(folder: Path) -> dict[str, object]:
    """The whole benchmark as one document."""
    program = capture(albert_base(), "text-classification", CaptureOptions(LENGTHS[-1]))
    return {
        "model": "ALBERT-base's shape, random weights",
        "unique_parameters": program.unique_parameters,
        "allowed_bytes": ALLOWED_BYTES,
        "machine": machine(),
        "files": {name: measured(program, name, folder) for name in FORMATS},
    }


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    with TemporaryDirectory() as folder:
        found = report(Path(folder))
    asked.output.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
