"""Firefox's translators as .pte and .onnx, beside the Rust engine, Marian and bergamot.

    python -m benchmarks.students --data FILE.en,FILE.pt [--student firefox-en-pt] [--marian]

int8 but for Marian, one thread, each in a process of its own; they translate the same sentences in
turn, in a new order for each. Writes results/students.json.
"""

import argparse
import json
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

from benchmarks.machine import machine
from benchmarks.students.contenders import RUST, commands, sizes
from benchmarks.students.table import table
from benchmarks.translation.children import PAUSE_S, Child
from exporters.bundle.bundle import Bundle
from mobilec.cli.progress import watched
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.translation_metrics import corpus_score
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions

RESULT = Path(__file__).parents[1] / "results" / "students.json"
FORMATS = ("executorch", "onnx")
CALLS = 3
LONGEST = 128


def main() -> None:
    """Prints the table, and adds the student to the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--student", default="firefox-en-pt")
    parser.add_argument("--bundle", type=Path, help="one with both formats, made before")
    parser.add_argument("--sentences", type=int, default=40, help="that are timed")
    parser.add_argument("--scored", type=int, default=500)
    parser.add_argument("--marian", action="store_true", help="Marian itself too")
    parser.add_argument("--output", type=Path, default=RESULT)
    asked = parser.parse_args()
    before = machine()
    with TemporaryDirectory() as temporary:
        bundle = asked.bundle or _exported(asked.student, Path(temporary) / "bundle")
        found = _found(asked, bundle)
    known = json.loads(asked.output.read_text()) if asked.output.is_file() else {"students": {}}
    known["students"][asked.student] = {"machine": before} | found
    asked.output.write_text(json.dumps(known, indent=1) + "\n")
    print(table(asked.student, known["students"][asked.student]))


def _exported(student: str, output: Path) -> Path:
    options = ExportOptions(student, ("android", "onnx"), formats=FORMATS, output=output)
    with watched() as progress:
        return export(options, progress).folder


def _found(asked: argparse.Namespace, bundle: Path) -> dict[str, object]:
    words = Bundle.open(bundle).words
    # A bundle cuts a text into sentences and others take a line: of one sentence it is the same.
    alone = (p for p in read_parallel(asked.data) if len(words.pieces(p.text, LONGEST)) == 1)
    pairs = list(islice(alone, asked.scored))
    texts = [pair.text for pair in pairs[:: max(1, len(pairs) // asked.sentences)]]
    texts = texts[: asked.sentences]
    with ExitStack() as stack:
        children = {
            name: stack.enter_context(Child(command, threads=1))
            for name, command in commands(asked.student, bundle, asked.marian).items()
        }
        started = {n: c.ask(ask="started", ids=texts[0]) for n, c in children.items()}
        taken = _times(children, texts)
        memory = {name: child.ask(ask="memory") for name, child in children.items()}
        scores = _scores(children, pairs, words.target_language)
    rows = {
        name: {
            "mean_ms": 1e3 * mean(times),
            "of_rust": median(a / b for a, b in zip(times, taken[RUST], strict=True)),
            "started": started[name],
            "peak_bytes": memory[name],
            **scores[name],
        }
        for name, times in taken.items()
    }
    return {
        "sentences": len(texts),
        "pieces": mean(len(words.ids(text)) for text in texts),
        "scored": len(pairs),
        "bytes": sizes(asked.student, bundle),
        "contenders": rows,
        "load_average_after": machine()["load_average"],
    }


def _times(children: Mapping[str, Child], texts: Sequence[str]) -> dict[str, list[float]]:
    """Name to the median seconds on the clock for each text."""
    taken: dict[str, list[float]] = {name: [] for name in children}
    shuffled = random.Random(0)
    for text in texts:
        for name in shuffled.sample(list(children), len(children)):
            time.sleep(PAUSE_S)
            found = children[name].ask(ask="times", ids=text, calls=CALLS)
            taken[name].append(median(each["wall_s"] for each in found))
    return taken


def _scores(
    children: Mapping[str, Child], pairs: Sequence[Pair], language: str | None
) -> dict[str, dict[str, float]]:
    texts, references = [p.text for p in pairs], [p.reference for p in pairs]
    said = {name: child.ask(ask="tokens", ids=texts) for name, child in children.items()}
    return {name: dict(corpus_score(s, references, language).values) for name, s in said.items()}


if __name__ == "__main__":
    main()
