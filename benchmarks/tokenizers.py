"""Tokens a second of the apps' Kotlin tokenizers on a JVM, beside Hugging Face's in Rust.

    python -m tests.fixtures.tokenizers build/fixtures/tokenizers     # the texts, once
    python -m benchmarks.tokenizers

There are 5,000 texts for each tokenizer, of all scripts, some of them long. A pass reads the
tokenizer anew, so nothing is remembered from the pass before. The first pass is the slowest: the
JVM has compiled little yet. Both use one thread, and times are of that thread on the processor, as
the machine may do other work. What other threads of the JVM do meanwhile, compiling and clearing
away, is not in them.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tokenizers import Tokenizer

from benchmarks.machine import machine

_ROOT = Path(__file__).parents[1]
_FIXTURES = _ROOT / "build" / "fixtures" / "tokenizers"
_LINES = "lines.jsonl"
_RESULT = Path(__file__).parent / "results" / "tokenizers.json"
_WARM = 3
"""Passes before those that count."""


def kotlin() -> dict[str, Any]:
    """By tokenizer what ``TokenizerSpeed.kt`` measured, all passes in one process."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "speed.json"
        subprocess.run(
            [
                *("mvn", "-B", "-q", "-f", str(_ROOT / "android_demo" / "pom.xml"), "-pl", "core"),
                *("test", "-Dtest=TokenizerSpeed", f"-DargLine=-Dmobilec.speed={file}"),
            ],
            check=True,
            stdout=sys.stderr,
        )
        measured: dict[str, Any] = json.loads(file.read_text())
    return measured


def rust(name: str) -> list[float]:
    """Milliseconds of each pass over the same texts."""
    lines = (_FIXTURES / name / _LINES).read_text().splitlines()
    texts = [line["text"] for line in map(json.loads, lines) if line["text"] is not None]
    return [_pass(_FIXTURES / name, texts) for _ in range(_WARM + 1)]


def _pass(folder: Path, texts: list[str]) -> float:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    started = time.thread_time()
    for text in texts:
        tokenizer.encode(text)
    return 1000 * (time.thread_time() - started)


def main() -> None:
    if not _FIXTURES.is_dir():
        sys.exit(f"{_FIXTURES} is not there: make the texts first, as the first lines here say")
    measured = kotlin()
    for name, figures in measured.items():
        figures["rust_encode_ms"] = rust(name)
        first, warm = (_rate(figures["tokens"], ms) for ms in _first_and_warm(figures["encode_ms"]))
        said = _rate(figures["decoded_tokens"], median(figures["decode_ms"][_WARM:]))
        theirs = _rate(figures["tokens"], median(figures["rust_encode_ms"]))
        print(f"| {name} | {first:,} | {warm:,} | {said:,} | {theirs:,} |")
    result = {"machine": machine(), "tokenizers": measured}
    _RESULT.write_text(json.dumps(result, indent=1) + "\n")


def _first_and_warm(passes: list[float]) -> tuple[float, float]:
    return passes[0], median(passes[_WARM:])


def _rate(tokens: int, ms: float) -> int:
    """Tokens a second."""
    return round(1000 * tokens / ms)


if __name__ == "__main__":
    main()
