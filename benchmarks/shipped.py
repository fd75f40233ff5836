"""The shipped classifier in every precision and format: bytes, parity and accuracy.

    python -m benchmarks.shipped --eval DEV.tsv [--precision int8 --precision fp16 ...]

DEV.tsv: the dev file of SST-2 in GLUE's form. Each row is a whole `mobilec export`, all gates
included; one that failed would end the run. Writes results/shipped.json.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import machine
from exporters.precision.rules import Precision
from mobilec.exporting.export import ExportResult, export
from mobilec.exporting.options import ExportOptions

RESULT = Path(__file__).parent / "results" / "shipped.json"
TARGETS = {
    Precision.INT8: ("android", "ios", "onnx"),
    Precision.INT8_STATIC: ("android", "ios", "onnx"),
    Precision.INT8_WEIGHT: ("ios", "onnx"),
    Precision.FP16: ("android", "ios", "onnx"),
    Precision.FP32: ("android", "ios", "onnx"),
}


def exported(precision: Precision, data: Path, folder: Path) -> ExportResult:
    """One bundle with every format that has this precision."""
    static = precision is Precision.INT8_STATIC
    return export(
        ExportOptions(
            model="sentiment-en",
            targets=TARGETS[precision],
            precision=precision,
            evaluation=data,
            calibration=data if static else None,
            output=folder / precision.value,
        )
    )


def rows(result: ExportResult, precision: Precision) -> list[dict[str, object]]:
    """One a format, as the manifest has them."""
    manifest = result.manifest
    parity = {entry.format: entry for entry in manifest.parity}
    accuracy = {q.format: q for q in manifest.quality if q.metric == "accuracy"}
    return [
        {
            "precision": precision.value,
            "format": file.format,
            "size_bytes": file.size_bytes,
            "bytes_per_parameter": round(file.size_bytes / manifest.unique_parameters, 3),
            "relative_error": parity[file.format].relative,
            "agreement": parity[file.format].agreement,
            "accuracy": accuracy[file.format].exported_value,
            "float_accuracy": accuracy[file.format].float_value,
        }
        for file in manifest.files
    ]


def main() -> None:
    """Exports, prints and keeps the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, dest="data")
    parser.add_argument("--precision", action="append", type=Precision, default=None)
    asked = parser.parse_args()
    table: list[dict[str, object]] = []
    with TemporaryDirectory() as folder:
        for precision in asked.precision or TARGETS:
            table += rows(exported(precision, asked.data, Path(folder)), precision)
            for row in table[-len(TARGETS[precision]) :]:
                print(row, flush=True)
    RESULT.write_text(json.dumps({"machine": machine(), "rows": table}, indent=1) + "\n")


if __name__ == "__main__":
    main()
