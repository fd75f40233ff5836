"""The rows of all models in all formats as one document and one table."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RESULT = Path(__file__).parents[1] / "results" / "real.json"
SUFFIXES = {"executorch": ".pte", "onnx": ".onnx", "coreml": ".mlpackage"}
_HEAD = (
    *("model", "int8", "MB", "texts", "agreement", "whole answers", "error", "error on goldens"),
    *("metric", "PyTorch", "exported"),
)
_METRICS = ("chrF", "accuracy")


def write_table(out: Path, result: Path = RESULT) -> str:
    """Markdown of every row that stands in ``out``; all of them go into ``result``."""
    rows = [json.loads(file.read_text()) for file in sorted((out / "rows").glob("*.json"))]
    rows.sort(key=lambda row: (row["model"], list(SUFFIXES).index(row["format"])))
    machines = {json.dumps(_place(row["machine"]), sort_keys=True) for row in rows}
    kept = [{key: value for key, value in row.items() if key != "machine"} for row in rows]
    document = {"machines": [json.loads(text) for text in sorted(machines)], "rows": kept}
    result.write_text(json.dumps(document, indent=1) + "\n")
    return "\n".join((_line(_HEAD), _line(["---"] * len(_HEAD)), *map(_row, rows)))


def _place(machine: Mapping[str, Any]) -> dict[str, Any]:
    """How busy it was says nothing about answers."""
    return {key: value for key, value in machine.items() if key != "load_average"}


def _row(row: Mapping[str, Any]) -> str:
    answers = row["answers"]
    metric = next(name for name in _METRICS if name in answers["quality"])
    places = 2 if metric == "chrF" else 4
    whole = f"{answers['equal']:.3f}" if metric == "chrF" else ""
    return _line(
        (
            row["model"],
            f"`{SUFFIXES[row['format']]}`",
            f"{row['size_bytes'] / 1e6:.2f}",
            str(answers["texts"]),
            f"{answers['agreement']:.4f}",
            whole,
            f"{answers['relative']:.3g}",
            f"{row['golden']['relative']:.3g}",
            metric,
            *(f"{value:.{places}f}" for value in answers["quality"][metric]),
        )
    )


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
