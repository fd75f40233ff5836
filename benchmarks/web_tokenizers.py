"""The page's tokenizers beside the package @huggingface/tokenizers, both in one headless Chromium.

    python -m tests.fixtures.tokenizers build/fixtures/tokenizers                 # the texts, once
    python -m tests.fixtures.tokenizers build/fixtures/published firefox-en-pt    # and Firefox's
    (cd web_demo && npm ci)                                           # the package, once
    python -m benchmarks.web_tokenizers [NAME...]

For each tokenizer both make ids of 5,000 texts of all scripts, and texts of those ids, in three
passes; five times each is read from the text of its file up to its first ids, in a page that did
nothing before. They take turns. Lines in which one of them says otherwise than the library in Rust
are counted. Times are by the clock of a machine that
may do other work, so what is printed are ratios.
"""

import json
import subprocess
import sys
from pathlib import Path
from shutil import copytree, which
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.machine import machine

_ROOT = Path(__file__).parents[1]
_FIXTURES = _ROOT / "build" / "fixtures" / "tokenizers"
_RESULT = Path(__file__).parent / "results" / "web_tokenizers.json"
_PUBLISHED = _FIXTURES.with_name("published")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(*names: str) -> None:
    browser = next((path for name in _BROWSERS if (path := which(name))), None)
    if browser is None or not _FIXTURES.is_dir() or not _PUBLISHED.is_dir():
        wanted = f"{_FIXTURES}, {_PUBLISHED} and one of {', '.join(_BROWSERS)}"
        sys.exit(f"wanted are {wanted}; see the beginning of {Path(__file__).name}")
    with TemporaryDirectory() as made:
        folder = Path(made) / "tokenizers"
        copytree(_FIXTURES, folder)
        copytree(_PUBLISHED, folder, dirs_exist_ok=True)
        out = Path(made) / "out.json"
        program = _ROOT / "web_demo" / "peers" / "tokenizers" / "main.mjs"
        subprocess.run(["node", program, browser, folder, out, *names], check=True)
        measured = json.loads(out.read_text())
    for name, sides in measured["tokenizers"].items():
        print(f"| {name} | {' | '.join(_cells(sides['own'], sides['peer']))} |")
    _RESULT.write_text(json.dumps({"machine": machine()} | measured, indent=1) + "\n")


def _cells(own: dict[str, Any], peer: dict[str, Any]) -> list[str]:
    """Lines that differ from the library's, ours and theirs; our time as a share of theirs."""
    if "refused" in peer:
        return [f"{own['other_ids']} / {own['other_texts']}", peer["refused"], "", "", ""]
    timed = ("ready_ms", "encode_ms", "decode_ms")
    return [
        f"{own['other_ids']} / {own['other_texts']}",
        f"{peer['other_ids']:,} / {peer['other_texts']:,}",
        *(f"{median(own[name]) / median(peer[name]):.2f}" for name in timed),
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
