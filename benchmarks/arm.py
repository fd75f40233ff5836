"""The models that ship, on ARM64 processors: every gate, and how far ARM is from this machine.

    python -m benchmarks.arm [--precision int8 --precision fp32] [--cpu cortex-a53 ...]

Each row is a whole `mobilec export` and a whole `mobilec verify --arch arm64`. Writes
results/arm.json, which docs/arm.md shows, and ends with status 3 if a gate failed. Times of
emulated processors mean nothing, so there are none.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import machine
from exporters.precision.rules import Precision
from mobilec.arm.beside import GATE
from mobilec.arm.processors import DEFAULT
from mobilec.arm.verify import ArmResult, verify_on_arm
from mobilec.cli.progress import watched
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.shipped.catalogue import MODELS

RESULT = Path(__file__).parent / "results" / "arm.json"
COLUMNS = ("model", "precision", "format", "processor", "int8", "gates", "error", "same", "cosine")
FAILED = 3


def verified(model: str, precision: Precision, cpus: tuple[str, ...], folder: Path) -> ArmResult:
    """A bundle with .pte and .onnx, exported here and run there."""
    output = folder / f"{model}-{precision.value}"
    options = ExportOptions(model, ("android", "onnx"), precision=precision, output=output)
    with watched() as progress:
        return verify_on_arm(export(options, progress).folder, cpus, progress)


def rows(model: str, precision: Precision, result: ArmResult) -> Iterator[dict[str, object]]:
    """One a processor and format. ``error``: from PyTorch; ``same`` and ``cosine``: beside x86."""
    for on in result.processors:
        for form in sorted({finding.format for finding in on.findings}):
            found = {f.gate: f for f in on.findings if f.format == form}
            passed = sum(finding.passed for finding in found.values())
            beside = found[GATE].figures
            yield {
                "model": model,
                "precision": precision.value,
                "format": form,
                "processor": on.processor,
                "int8": list(on.int8),
                "gates": f"{passed} of {len(found)}",
                "error": found["parity"].figures.get("relative"),
                "same": beside.get("same"),
                "cosine": beside.get("cosine"),
                "failed": [f.message for f in found.values() if not f.passed],
            }


def table(kept: list[dict[str, object]]) -> str:
    """The rows as docs/arm.md has them."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    for row in kept:
        lines.append("| " + " | ".join(_cell(row[column]) for column in COLUMNS) + " |")
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return f"{value:.5g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Verifies, prints and keeps the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="append", choices=list(MODELS))
    parser.add_argument("--precision", action="append", type=Precision)
    parser.add_argument("--cpu", action="append")
    asked = parser.parse_args()
    kept: list[dict[str, object]] = []
    emulator = ""
    with TemporaryDirectory() as folder:
        for model in asked.model or MODELS:
            for precision in asked.precision or (Precision.INT8, Precision.FP32):
                cpus = tuple(asked.cpu or DEFAULT)
                result = verified(model, precision, cpus, Path(folder))
                kept += rows(model, precision, result)
                emulator = result.emulator
    print(table(kept))
    document = {"machine": machine(), "emulator": emulator, "rows": kept}
    RESULT.write_text(json.dumps(document, indent=1) + "\n")
    if any(row["failed"] for row in kept):
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
