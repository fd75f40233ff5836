"""ONNX Runtime Web beside bergamot, the engine of Firefox, and beside ONNX Runtime itself.

    (cd web_demo && npm ci)                       # the packages, once
    make phone-bundles                            # both shipped bundles, once
    python -m benchmarks.web [--bundle FOLDER]    # firefox-en-pt as .onnx, else exported first

All on one thread: bergamot's package of npm (0.4.9) and our page's own code in pages of one
headless Chromium, ONNX Runtime in a process of Python. Texts are those of a bundle's goldens. In
each round every contender, in a new order, runs all of them; time is what the processor worked for
its process, all threads together, as the machine may do other work. Writes results/web.json.
"""

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.machine import machine
from benchmarks.translation.children import ROOT, Child
from exporters.bundle.bundle import Bundle
from mobilec.checkpoint.published import published_folder
from mobilec.cli.progress import watched
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions

RESULT = Path(__file__).parent / "results" / "web.json"
STUDENT = "firefox-en-pt"
SHIPPED = ROOT / "build" / "phone"
OURS, PEER, NATIVE = "ONNX Runtime Web", "bergamot", "ONNX Runtime"
STARTS = 2
WARMING = 4
"""Rounds that are not counted: a browser translates code anew while it runs."""
TEXTS = 12
_PAGES = ROOT / "web_demo" / "peers" / "bergamot" / "main.mjs"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class InPage:
    """A contender in a page of a browser that others have pages of too."""

    def __init__(self, browser: Child, name: str) -> None:
        self._browser, self._name = browser, name

    def ask(self, **question: object) -> Any:
        return self._browser.ask(name=self._name, **question)


Asked = Child | InPage


def main() -> None:
    """Prints the table and writes the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, help=f"{STUDENT} as .onnx, exported before")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--calls", type=int, default=3, help="of each text in a round")
    parser.add_argument("--output", type=Path, default=RESULT)
    asked = parser.parse_args()
    browser = next((path for name in _BROWSERS if (path := which(name))), None)
    if browser is None or not SHIPPED.is_dir():
        sys.exit(f"wanted are {SHIPPED} (make phone-bundles) and one of {', '.join(_BROWSERS)}")
    before = machine()
    with TemporaryDirectory() as temporary:
        bundle = asked.bundle or _exported(Path(temporary) / "bundle")
        found = {"student": _beside_bergamot(browser, bundle, Path(temporary), asked)}
        found["shipped"] = {
            name: _beside_native(browser, SHIPPED / name, Path(temporary), asked)
            for name in ("translation", "sentiment")
        }
    document = {"machine": before, "load_average_after": machine()["load_average"]} | found
    asked.output.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(table(document))


def _exported(output: Path) -> Path:
    with watched() as progress:
        return export(ExportOptions(STUDENT, ("onnx",), output=output), progress).folder


def _pages(browser: str, places: Mapping[str, Mapping[str, Path]], folder: Path) -> Child:
    """One browser for all contenders that run in pages."""
    file = folder / "places.json"
    file.write_text(json.dumps(places, default=str), encoding="utf-8")
    return Child(["node", str(_PAGES), browser, str(file)], threads=1)


def _beside_bergamot(
    browser: str, bundle: Path, folder: Path, asked: argparse.Namespace
) -> dict[str, Any]:
    texts = _texts(bundle)
    places = {OURS: {"bundle": bundle}, PEER: {"marian": published_folder(STUDENT)}}
    with _pages(browser, places, folder) as pages:
        version = pages.ask(ask="version")
        contenders = {name: InPage(pages, name) for name in places}
        starts: dict[str, list[dict[str, Any]]] = {name: [] for name in places}
        for start in range(STARTS):
            for name in _shuffled(list(places), start):
                said = contenders[name].ask(ask="started", text=texts[0], weigh=start == 0)
                starts[name].append(said)
        rounds = _rounds(contenders, texts, asked)
        memory = {name: each.ask(ask="memory") for name, each in contenders.items()}
    rows = {
        name: {
            "started_s": [each["seconds"] for each in starts[name]],
            "started_cpu_s": [each["cpu_seconds"] for each in starts[name]],
            "files": next(each["files"] for each in starts[name] if "files" in each),
            "memory_bytes": memory[name],
            **rounds[name],
        }
        for name in places
    }
    return {"browser": version, "texts": len(texts), "calls": asked.calls, "contenders": rows}


def _beside_native(
    browser: str, bundle: Path, folder: Path, asked: argparse.Namespace
) -> dict[str, Any]:
    texts = _texts(bundle)
    with ExitStack() as stack:
        pages = stack.enter_context(_pages(browser, {OURS: {"bundle": bundle}}, folder))
        command = [sys.executable, "-m", "benchmarks.web_native", str(bundle)]
        contenders = {
            OURS: InPage(pages, OURS),
            NATIVE: stack.enter_context(Child(command, threads=1)),
        }
        contenders[OURS].ask(ask="started", text=texts[0])
        rounds = _rounds(contenders, texts, asked)
    return {"texts": len(texts), "calls": asked.calls, "contenders": rounds}


def _texts(bundle: Path) -> list[str]:
    """From the shortest to the longest, evenly."""
    golden = sorted(Bundle.open(bundle).golden.sentences, key=lambda each: len(each.text))
    return [golden[at * len(golden) // TEXTS].text for at in range(TEXTS)]


def _rounds(
    contenders: Mapping[str, Asked], texts: Sequence[str], asked: argparse.Namespace
) -> dict[str, dict[str, Any]]:
    """Name to the processor's milliseconds a text, of each round. The
    clock's beside them, and the answers."""
    found: dict[str, dict[str, Any]] = {
        name: {"cpu_ms": [], "clock_ms": [], "answers": []} for name in contenders
    }
    for turn in range(WARMING + asked.rounds):
        for name in _shuffled(list(contenders), turn):
            each = contenders[name]
            began = each.ask(ask="cpu")
            said = [each.ask(ask="times", text=text, calls=asked.calls) for text in texts]
            spent = each.ask(ask="cpu") - began
            found[name]["answers"] = [calls[0]["answer"] for calls in said]
            if turn < WARMING:
                continue
            found[name]["cpu_ms"].append(1e3 * spent / len(texts) / asked.calls)
            clock = [median(call["page_ms"] for call in calls) for calls in said]
            found[name]["clock_ms"].append(sum(clock) / len(clock))
    return found


def _shuffled(names: list[str], turn: int) -> list[str]:
    return random.Random(turn).sample(names, len(names))


def share(rows: Mapping[str, Any], other: str, figure: str = "cpu_ms") -> float:
    """Our time as a share of the other's: the median of the rounds."""
    pairs = zip(rows[OURS][figure], rows[other][figure], strict=True)
    return median(own / theirs for own, theirs in pairs)


def _fetched(row: Mapping[str, Any], kind: str) -> float:
    return sum(file[kind] for file in row["files"].values()) / 1e6


def table(document: Mapping[str, Any]) -> str:
    """The lines of benchmarks/README.md."""
    student = document["student"]["contenders"]
    own, peer = student[OURS], student[PEER]
    started = median(own["started_cpu_s"]) / median(peer["started_cpu_s"])
    lines = [
        f"| {STUDENT}, one thread | {OURS} | {PEER} | share |",
        "|---|---:|---:|---:|",
        _row("a sentence, processor, ms", *(median(r["cpu_ms"]) for r in (own, peer)))
        + f" {share(student, PEER):.2f} |",
        f"| to the first translation, processor, s | {median(own['started_cpu_s']):.2f} "
        f"| {median(peer['started_cpu_s']):.2f} | {started:.2f} |",
    ]
    for name, kind in (("fetched before it, MB", "bytes"), ("packed by gzip, MB", "gzip_bytes")):
        sizes = [_fetched(row, kind) for row in (own, peer)]
        lines.append(_row(name, *sizes) + f" {sizes[0] / sizes[1]:.2f} |")
    memory = [row["memory_bytes"] / 1e6 for row in (own, peer)]
    lines.append(_row("memory of its process, MB", *memory) + f" {memory[0] / memory[1]:.2f} |")
    lines += ["", f"| bundle, one thread | {OURS} of {NATIVE} |", "|---|---:|"]
    for name, found in document["shipped"].items():
        lines.append(f"| {name} | {share(found['contenders'], NATIVE):.1f} |")
    return "\n".join(lines)


def _row(name: str, own: float, other: float) -> str:
    return f"| {name} | {own:.1f} | {other:.1f} |"


if __name__ == "__main__":
    main()
