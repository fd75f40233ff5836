"""The document as a table for people, one of each task, in Markdown."""

from collections.abc import Iterator
from typing import Any

from benchmarks.compression.variants import DENSE, variants
from exporters.formats import FACTS, FORMATS

FAILED = "refused"
"""A file that failed a gate of verification was not written; the document has the gate's words."""
_FILES = {name: f"`{facts.suffixes[0]}`" for name, facts in FACTS.items()}


def table(found: dict[str, Any]) -> str:
    """All tasks, one under the other."""
    return "\n\n".join("\n".join(_lines(name, of)) for name, of in found.items())


def _lines(task: str, found: dict[str, Any]) -> Iterator[str]:
    made = {name: found["variants"][name] for name in variants(task) if name in found["variants"]}
    metrics = list(next(iter(made.values()))["before"])
    timed = [name for name in FORMATS if name in found.get("latency", {})]
    head = ["method", "of what it replaces", "parameters, M"]
    head += [f"{_FILES[name]}, MB" for name in FORMATS]
    head += [f"{_FILES[name]}, of dense time" for name in timed]
    head += [f"{metric}, {when}" for metric in metrics for when in ("before", "after")]
    yield _row(head)
    yield "|" + "---|" * len(head)
    for name in sorted(made, key=lambda name: _order(task, made, name)):
        facts = made[name]
        yield _row(
            [
                facts["title"],
                facts["budget"],
                f"{facts['totals']['parameters'] / 1e6:.2f}",
                *(_megabytes(facts["files"].get(each)) for each in FORMATS),
                *(_ratio(found["latency"][each].get(name)) for each in timed),
                *(_figure(m, facts[when][m]) for m in metrics for when in ("before", "after")),
            ]
        )


def _order(task: str, made: dict[str, Any], name: str) -> tuple[bool, int, int]:
    """The dense model first, then by method, the larger budget before the smaller."""
    titles = list(dict.fromkeys(each.title for each in variants(task).values()))
    facts = made[name]
    return name != DENSE, titles.index(facts["title"]), -facts["totals"]["parameters"]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _megabytes(file: dict[str, Any] | None) -> str:
    if file is None:
        return ""
    return FAILED if "failed" in file else f"{file['size_bytes'] / 1e6:.2f}"


def _ratio(times: dict[str, Any] | None) -> str:
    return "" if times is None else f"{times['of_dense']:.2f}"


def _figure(metric: str, value: float) -> str:
    """Accuracy is a share, chrF and BLEU are points."""
    return f"{value:.3f}" if metric == "accuracy" else f"{value:.1f}"
