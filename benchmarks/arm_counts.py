"""Instructions on ARM64 that must not grow: of the models that ship, and of three shapes.

    python -m benchmarks.arm_counts                      compares; status 3 if one grew
    python -m benchmarks.arm_counts --renew "the reason" keeps the numbers of now, and why

Counts are the same on every machine, so a program that executes 2 % more is slower for a reason and
not by chance. Kept in results/arm_counts.json.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import BertConfig, BertForSequenceClassification

from benchmarks.arm_cost import File, counted, ours
from exporters.quiet import quiet
from mobilec.arm.processors import PROCESSORS
from mobilec.benchmarking.counting.where import where
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.shipped.catalogue import MODELS

RESULT = Path(__file__).parent / "results" / "arm_counts.json"
LIMIT = 0.02
"""A count may grow by this share."""
FAILED = 3
PROCESSOR = "cortex-a76"
LAYERS = 2
"""The last one runs for the first token alone, from the attention on."""
SUFFIXES = {"executorch": "pte", "onnx": "onnx"}


@dataclass(frozen=True)
class Shape:
    """A BERT of two layers, as wide as a model that is in use, over ``tokens``."""

    width: int
    heads: int
    inner: int
    tokens: int


SHAPES = {
    "two layers of MiniLM": Shape(384, 12, 1536, 64),
    "two layers of BERT base": Shape(768, 12, 3072, 64),
    "BERT tiny": Shape(128, 2, 512, 16),
}


def counts() -> dict[str, int]:
    """Name to instructions: of a sentence, and of loading."""
    found: dict[str, int] = {}
    with TemporaryDirectory() as folder, quiet():
        for name, of in (*_shipped(Path(folder)), *_shapes(Path(folder))):
            found[name] = of
    return found


def _shipped(folder: Path) -> Iterator[tuple[str, int]]:
    for model in MODELS:
        output = folder / model
        export(ExportOptions(model, ("android", "onnx"), output=output))
        for found in where(output, (PROCESSOR,)):
            yield f"{model}, {found.format}, middle sentence", found.total.instructions
            yield f"{model}, {found.format}, loading", found.load.instructions


def _shapes(folder: Path) -> Iterator[tuple[str, int]]:
    for name, shape in SHAPES.items():
        torch.manual_seed(0)
        config = BertConfig(
            hidden_size=shape.width,
            num_hidden_layers=LAYERS,
            num_attention_heads=shape.heads,
            intermediate_size=shape.inner,
        )
        model = BertForSequenceClassification(config).eval()
        ids = torch.arange(1000, 1000 + shape.tokens)[None].numpy()
        for format_name, suffix in SUFFIXES.items():
            path = folder / f"{shape.width}.{suffix}"
            ours(model, format_name, path)
            row = counted(File(name, format_name, path), PROCESSORS[PROCESSOR], ids)
            yield f"{name}, {format_name}, {shape.tokens} tokens", row["sentence"]["instructions"]


def grown(kept: Mapping[str, int], now: Mapping[str, int], limit: float = LIMIT) -> list[str]:
    """A line for each count that grew by more than the limit, or is not kept."""
    lines = [f"{name}: is not kept; renew the file" for name in now if name not in kept]
    for name, count in now.items():
        if name in kept and count > kept[name] * (1 + limit):
            share = count / kept[name] - 1
            lines.append(
                f"{name}: {count:,} instructions, {share:.1%} more than the {kept[name]:,} that "
                f"are kept; {limit:.0%} is accepted"
            )
    return lines


def read() -> dict[str, int]:
    """The counts that are kept."""
    found: dict[str, int] = json.loads(RESULT.read_text())["counts"]
    return found


def renew(now: Mapping[str, int], reason: str, path: Path = RESULT) -> None:
    """Keeps the counts of now; the reasons of before stay."""
    if not reason.strip():
        raise ValueError("say why the counts are others now: --renew 'the reason'")
    before = json.loads(path.read_text())["reasons"] if path.is_file() else []
    document = {"processor": PROCESSOR, "reasons": [*before, reason], "counts": dict(now)}
    path.write_text(json.dumps(document, indent=1) + "\n")


def main() -> None:
    """Compares, or renews."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renew", metavar="REASON")
    reason = parser.parse_args().renew
    if reason is not None and not reason.strip():
        parser.error("--renew wants the reason")
    now = counts()
    if reason is not None:
        renew(now, reason)
        return
    kept = read()
    for name, count in now.items():
        print(f"{name}: {count:,}, {count / kept.get(name, count) - 1:+.2%}")
    if lines := grown(kept, now):
        sys.stderr.write("\n".join(lines) + "\n")
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
