"""Students made smaller, beside the one that they come from: bytes, quality and time.

    python -m benchmarks.students.frontier --data FILE.en,FILE.pt --teacher BUNDLE \
        --student NAME=BUNDLE [--student NAME=BUNDLE ...]

int8 .pte by the shortlist of each bundle, one thread, each in a process of its own; they translate
the same sentences in turn, in a new order for each. Adds a row for each student to
results/frontier.json and draws them (results/frontier.svg).
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.machine import machine
from benchmarks.students.drawing import drawn
from benchmarks.translation.children import PAUSE_S, Child
from exporters.bundle.bundle import Bundle
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.translation_metrics import corpus_score

RESULT = Path(__file__).parents[1] / "results" / "frontier.json"
FORMAT = "executorch"
CALLS = 3
LONGEST = 128


@dataclass(frozen=True)
class Row:
    """``of_teacher``: the median over sentences of its time over the teacher's in the same run.
    ``sentences``: that were timed; ``scored``: that the metrics are of."""

    bytes: int
    parameters: int
    chrF: float
    BLEU: float
    ms: float
    of_teacher: float
    sentences: int
    scored: int


def main() -> None:
    """Prints a line for each, and adds them to the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True, metavar="BUNDLE")
    parser.add_argument("--student", action="append", required=True, metavar="NAME=BUNDLE")
    parser.add_argument("--sentences", type=int, default=40, help="that are timed")
    parser.add_argument("--output", type=Path, default=RESULT)
    asked = parser.parse_args()
    teacher = Bundle.open(asked.teacher).manifest.source.model
    given = dict(each.split("=", 1) for each in asked.student)
    bundles = {teacher: asked.teacher} | {name: Path(folder) for name, folder in given.items()}
    rows = measured(bundles, teacher, read_parallel(asked.data), asked.sentences)
    known = json.loads(asked.output.read_text()) if asked.output.is_file() else {"teachers": {}}
    found = known["teachers"].setdefault(teacher, {"rows": {}})
    found["machine"] = machine()
    found["rows"] |= {name: asdict(row) for name, row in rows.items()}
    asked.output.write_text(json.dumps(known, indent=1) + "\n")
    asked.output.with_suffix(".svg").write_text(drawn(teacher, found["rows"]))
    for name, row in rows.items():
        print(
            f"{name:28} {row.bytes / 1e6:6.2f} MB  chrF {row.chrF:5.2f}  BLEU {row.BLEU:5.2f}  "
            f"{row.of_teacher:4.2f} of the teacher's time"
        )


def measured(
    bundles: Mapping[str, Path], teacher: str, pairs: Sequence[Pair], timed: int
) -> dict[str, Row]:
    """Of each bundle. Those of other languages or formats are refused by the children."""
    words = Bundle.open(bundles[teacher]).words
    # A bundle cuts a text into sentences and a child takes a line: of one sentence it is the same.
    alone = [p for p in pairs if len(words.pieces(p.text, LONGEST)) == 1]
    texts = [pair.text for pair in alone[:: max(1, len(alone) // timed)]][:timed]
    with ExitStack() as stack:
        children = {
            name: stack.enter_context(Child(_command(folder), threads=1))
            for name, folder in bundles.items()
        }
        taken = _times(children, texts)
        said = {
            name: child.ask(ask="tokens", ids=[pair.text for pair in alone])
            for name, child in children.items()
        }
    references = [pair.reference for pair in alone]
    found = {}
    for name, times in taken.items():
        score = dict(corpus_score(said[name], references, words.target_language).values)
        bundle = Bundle.open(bundles[name])
        file = bundles[name] / bundle.manifest.program(FORMAT).path
        found[name] = Row(
            bytes=file.stat().st_size,
            parameters=bundle.manifest.unique_parameters,
            chrF=score["chrF"],
            BLEU=score["BLEU"],
            ms=1e3 * mean(times),
            of_teacher=median(a / b for a, b in zip(times, taken[teacher], strict=True)),
            sentences=len(texts),
            scored=len(alone),
        )
    return found


def _command(bundle: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.students.our_child", str(bundle), FORMAT, "list"]


def _times(children: Mapping[str, Child], texts: Sequence[str]) -> dict[str, list[float]]:
    """Name to the median seconds of the processor for each text: others may have the clock."""
    taken: dict[str, list[float]] = {name: [] for name in children}
    shuffled = random.Random(0)
    for text in texts:
        for name in shuffled.sample(list(children), len(children)):
            time.sleep(PAUSE_S)
            found = children[name].ask(ask="times", ids=text, calls=CALLS)
            taken[name].append(median(each["cpu_s"] for each in found))
    return taken


if __name__ == "__main__":
    main()
