"""The rows of all models in all formats as one document and one table."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporters.formats import FACTS

RESULT = Path(__file__).parents[1] / "results" / "real.json"
SUFFIXES = {name: facts.suffixes[0] for name, facts in FACTS.items()}
_HEAD = (
    *("model", "int8", "MB", "texts", "agreement", "whole answers", "error", "error on goldens"),
    *("metric", "PyTorch", "exported"),
)
_SHOWN = ({"chrF": 2}, {"accuracy": 4, "f1": 4})
"""Metrics of a task, with their decimal places."""


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
    shown = next(metrics for metrics in _SHOWN if metrics.keys() & answers["quality"].keys())
    sides = [
        ", ".join(f"{answers['quality'][metric][at]:.{n}f}" for metric, n in shown.items())
        for at in (0, 1)
    ]
    whole = f"{answers['equal']:.3f}" if "chrF" in shown else ""
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
            ", ".join(shown),
            *sides,
        )
    )


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
