"""A student of Marian's beside Marian itself: are the translations the same, and how good are they?

    python -m benchmarks.marian FOLDER --data FILE.en,FILE.pt --marian PYTHON [--count 500]

FOLDER: Marian's files, such as Firefox's students. PYTHON: of an environment with pymarian, which
runs the weights in float32. Of each format a bundle is exported, in float32 and in int8, and asked
the same sentences; Core ML's evaluator is slow, so --coreml gives it the first 100. Writes
results/marian.json.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import mobilec
from benchmarks.machine import machine
from benchmarks.students.marian import command
from benchmarks.translation.children import Child
from exporters.precision.rules import Precision
from mobilec.checkpoint.load import load
from mobilec.cli.progress import watched
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.evaluation.translation_metrics import corpus_score
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import TranslationOptions

RESULT = Path(__file__).parent / "results" / "marian.json"
LONGEST = 128
"""Tokens of a source, as bundles are exported."""
COREML, COREML_SENTENCES = "coreml", 100
TARGETS = {"executorch": "android", "onnx": "onnx", COREML: "ios"}


@dataclass(frozen=True)
class Row:
    """``equal``: sentences whose translation is Marian's. ``chrf_of_marian``: on the same ones."""

    program: str
    sentences: int
    equal: int
    chrf: float
    bleu: float
    chrf_of_marian: float
    megabytes: float | None = None


def by_marian(folder: Path, python: str, texts: Sequence[str]) -> list[str]:
    """What Marian says."""
    with TemporaryDirectory() as made:
        asked = command(python, folder, Path(made) / "model.npz")
        with Child(asked, threads=1) as child:
            said: list[str] = child.ask(ask="tokens", ids=list(texts))
    return said


def by_bundle(
    folder: Path, format_name: str, precision: Precision, texts: Sequence[str]
) -> tuple[list[str], float]:
    """What an exported program says, and how large it is."""
    with TemporaryDirectory() as made:
        options = ExportOptions(
            str(folder),
            (TARGETS[format_name],),
            formats=(format_name,),
            precision=precision,
            # Marian is asked without one here.
            translation=TranslationOptions(shortlist="none"),
            output=Path(made) / "bundle",
        )
        with watched() as progress:
            made_here = export(options, progress)
        opened = mobilec.open(made_here.folder)
        said = [opened.translate(text).translation for text in texts]
    return said, sum(file.size_bytes for file in made_here.manifest.files) / 1e6


def row(
    program: str,
    said: Sequence[str],
    marian: Sequence[str],
    pairs: Sequence[Pair],
    language: str | None,
    megabytes: float | None = None,
) -> Row:
    """One program over its sentences, beside Marian over the same ones."""
    count = len(said)
    references = [pair.reference for pair in pairs[:count]]
    score = corpus_score(said, references, language).values
    own = corpus_score(marian[:count], references, language).values
    return Row(
        program,
        count,
        sum(a == b for a, b in zip(said, marian, strict=False)),
        score["chrF"],
        score["BLEU"],
        own["chrF"],
        megabytes,
    )


def main() -> None:
    """Prints a row as soon as it is there, and writes all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--marian", required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--coreml", action="store_true")
    asked = parser.parse_args()
    text = load(asked.folder).text
    assert text is not None, "a model of Marian's translates"
    language, words = text.target_language, text.words
    # A bundle translates a text a sentence at a time, and Marian a line: of those with one
    # sentence they are the same question.
    alone = (p for p in read_parallel(asked.data) if len(words.pieces(p.text, LONGEST)) == 1)
    pairs = list(islice(alone, asked.count))
    texts = [pair.text for pair in pairs]
    marian = by_marian(asked.folder, asked.marian, texts)
    rows = [row("marian", marian, marian, pairs, language)]
    print(rows[0])
    for name in TARGETS:
        few = texts[:COREML_SENTENCES] if name == COREML else texts
        if name == COREML and not asked.coreml:
            continue
        for precision in (Precision.FP32, Precision.INT8):
            said, megabytes = by_bundle(asked.folder, name, precision, few)
            program = f"{name} {precision.value}"
            rows.append(row(program, said, marian, pairs, language, megabytes))
            print(rows[-1], flush=True)
            for own, theirs in zip(said, marian, strict=False):
                if own != theirs and precision is Precision.FP32:
                    print(f"  {theirs!r}\n  {own!r}")
    document = json.loads(RESULT.read_text()) if RESULT.is_file() else {"students": {}}
    document["machine"] = machine()
    document["students"][asked.folder.name] = [asdict(each) for each in rows]
    RESULT.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
