"""Figures out of the documents of benchmark runs, each beside the tools that people use else."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.arm import table as arm_table
from docs.tables.markdown import table
from mobilec.arm.counting.bound import least_cycles
from mobilec.arm.counting.counts import Counts

_RESULTS = Path(__file__).parents[2] / "benchmarks" / "results"
_MACHINES = {"": "AVX2", "-vnni": "AVX512-VNNI"}
"""What the name of a document ends in, and which processor it is of."""
_TOKENS = "64"
_NAMES = {
    "ours .pte": "**mobilec, `.pte`**",
    "ours .onnx": "**mobilec, `.onnx`**",
    "ours .onnx, --reduce-range": "**mobilec, `.onnx`, `--reduce-range`**",
    "PT2E .pte, 64 tokens only": "ExecuTorch's PT2E recipe, for one length",
    "quantize_dynamic, dynamo": "ONNX Runtime's `quantize_dynamic`, after dynamo",
    "quantize_dynamic, TorchScript": "the same, after TorchScript",
}


def translator() -> str:
    """One sentence of 24 tokens into 32 on one thread, by models of opus-mt's shape."""
    found = _documents("translation", lambda document: document["shapes"]["opus-mt"])
    rows = (
        (
            _shown(name),
            _megabytes(found[""]["files"].get(name)),
            *(_ms(each["threads"]["1"]["latency"][name]) for each in found.values()),
            *(_share(each["agreement"].get(name)) for each in found.values()),
        )
        for name in found[""]["threads"]["1"]["latency"]
    )
    return table(("", "MB", *_heads("ms", found), *_heads("same tokens", found)), rows)


def classifier() -> str:
    """One sentence of 64 tokens on one thread, by BERTs of MiniLM's shape."""
    found = _documents("classifier", lambda document: document)
    rows = (
        (
            _shown(name),
            _megabytes(found[""]["files"][name]),
            *(_ms(each["latency"][_TOKENS][name]) for each in found.values()),
            *(f"{each['relative_errors'][name]:.3f}" for each in found.values()),
        )
        for name in _compared(found[""])
    )
    return table(("", "MB", *_heads("ms", found), *_heads("error", found)), rows)


def students() -> str:
    """Exported students of Marian's beside Marian, over the same sentences."""
    document = json.loads((_RESULTS / "marian.json").read_text(encoding="utf-8"))
    rows = (
        (
            f"`{name}`",
            row["program"],
            "" if row["megabytes"] is None else f"{row['megabytes']:.2f}",
            f"{row['equal']} of {row['sentences']}",
            f"{row['chrf']:.2f}",
            f"{row['bleu']:.2f}",
            f"{row['chrf_of_marian']:.2f}",
        )
        for name, found in document["students"].items()
        for row in found
    )
    heads = ("student", "program", "MB", "as Marian says", "chrF", "BLEU", "chrF of Marian")
    return table(heads, rows)


def frontier() -> str:
    """Firefox's students made smaller, and what that costs."""
    document = json.loads((_RESULTS / "frontier.json").read_text(encoding="utf-8"))
    rows = (
        (
            f"`{name}`" if name == teacher else name,
            f"{row['parameters'] / 1e6:.2f}",
            f"{row['bytes'] / 1e6:.2f}",
            f"{row['chrF']:.2f}",
            f"{row['BLEU']:.2f}",
            f"{row['of_teacher']:.2f}",
        )
        for teacher, found in document["teachers"].items()
        for name, row in found["rows"].items()
    )
    heads = ("student", "million parameters", "MB", "chrF", "BLEU", "time of the teacher's")
    return table(heads, rows)


def engines() -> str:
    """Firefox's students in our formats and in the engines that were made for them."""
    document = json.loads((_RESULTS / "students.json").read_text(encoding="utf-8"))
    rows = (
        (
            f"`{name}`",
            contender,
            "" if contender not in found["bytes"] else f"{found['bytes'][contender] / 1e6:.2f}",
            f"{row['mean_ms']:.2f}",
            f"{row['of_rust']:.2f}",
            f"{row['chrF']:.2f}",
            f"{row['BLEU']:.2f}",
            f"{row['started']['cpu_s']:.2f}",
            f"{row['started']['peak_bytes'] / 1e6:.0f}",
        )
        for name, found in document["students"].items()
        for contender, row in found["contenders"].items()
    )
    heads = (
        "student",
        "engine",
        "MB",
        "ms",
        "of Rust's",
        "chrF",
        "BLEU",
        "first, s",
        "MB of memory",
    )
    return table(heads, rows)


def arm() -> str:
    """Both shipped models on emulated processors."""
    return arm_table(json.loads((_RESULTS / "arm.json").read_text(encoding="utf-8"))["rows"])


def arm_cost() -> str:
    """One sentence of 64 tokens on emulated processors, by BERTs of MiniLM's shape."""
    rows = json.loads((_RESULTS / "arm_cost.json").read_text(encoding="utf-8"))["rows"]
    return table(_COUNTED, map(_counts, rows))


def arm_translation() -> str:
    """One sentence of 24 tokens into 32 on emulated processors, by Marians of the shape tiny."""
    rows = json.loads((_RESULTS / "arm_translation.json").read_text(encoding="utf-8"))["rows"]
    return table(_COUNTED, map(_counts, rows))


def arm_places() -> str:
    """In which functions our .pte spends the same sentence."""
    rows = json.loads((_RESULTS / "arm_cost.json").read_text(encoding="utf-8"))["rows"]
    ours = [row for row in rows if row["file"] == "ours .pte"]
    found = (
        (row["processor"], f"{place['share']:.1%}", f"`{place['function']}`")
        for row in ours
        for place in row["places"][:5]
    )
    return table(("processor", "share", "function"), found)


_COUNTED = (
    *("", "processor", "all", "int8 products", "vector", "loads and stores", "branches"),
    *("all / products", "loading", "cycles, at least"),
)


def _counts(row: dict[str, Any]) -> tuple[str, ...]:
    """In millions."""
    of = row["sentence"]
    products = of["dot"] + of["matrix"] + of["multiply"]
    numbers = (
        *(of["instructions"], products, of["vector"]),
        *(of["loads"] + of["stores"], of["branches"]),
    )
    millions = (f"{number / 1e6:.1f}" for number in numbers)
    share = f"{of['instructions'] / products:.2f}"
    loading = f"{row['load']['instructions'] / 1e6:.0f}"
    cycles = least_cycles(Counts(**of), row["processor"])
    least = "" if cycles is None else f"{cycles / 1e6:.1f}"
    return _shown(row["file"]), f"`{row['processor']}`", *millions, share, loading, least


def _documents(
    name: str, part: Callable[[dict[str, Any]], dict[str, Any]]
) -> Mapping[str, dict[str, Any]]:
    files = {ending: _RESULTS / f"{name}{ending}.json" for ending in _MACHINES}
    return {e: part(json.loads(file.read_text(encoding="utf-8"))) for e, file in files.items()}


def _compared(document: dict[str, Any]) -> Iterator[str]:
    """Files of one length only where nothing else of that tool was timed."""
    for name in document["latency"][_TOKENS]:
        if not name.startswith("ours") or "only" not in name:
            yield name


def _heads(what: str, found: Mapping[str, Any]) -> list[str]:
    return [f"{what}, {_MACHINES[ending]}" for ending in found]


def _shown(name: str) -> str:
    return _NAMES.get(name, name)


def _megabytes(facts: Mapping[str, Any] | None) -> str:
    return "" if facts is None else f"{facts['size_bytes'] / 1e6:.2f}"


def _share(agreed: float | None) -> str:
    return "" if agreed is None else f"{agreed:.3f}"


def _ms(latency: Mapping[str, float]) -> str:
    return f"{latency['median_ms']:,.{0 if latency['median_ms'] >= 100 else 1}f}"
