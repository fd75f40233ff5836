"""What Marian itself says of the networks, for the tests, which need no Marian.

pip install pymarian==1.12.42 pyyaml        (604 MB, in an environment of its own)
python -m tests.marian.record               writes tests/fixtures/marian/answers.json
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pymarian  # type: ignore[import-not-found]
import yaml

from tests.marian.networks import KINDS, WORDS, Kind, forced, names, options, sources, tensors

ANSWERS = Path(__file__).parents[1] / "fixtures" / "marian" / "answers.json"
BEAMS = 3
LENGTH_FACTOR = 3


def _saved(kind: Kind, folder: Path) -> dict[str, Any]:
    text = yaml.safe_dump(options(kind)).encode() + b"\0"
    special = {"special:model.yml": np.frombuffer(text, np.int8)}
    np.savez(folder / "model.npz", **tensors(kind), **special)
    vocabularies = []
    for side, words in (("source", WORDS), ("target", kind.target_words)):
        file = folder / f"{side}.yml"
        file.write_text(yaml.safe_dump(names(words)))
        vocabularies.append(str(file))
    return {"models": str(folder / "model.npz"), "vocabs": vocabularies}


def _said(line: str) -> dict[str, Any]:
    """Ids and the logarithm of each one's probability; the end has one too where it was said."""
    _, words, scores, *_ = line.split("\n")[0].split(" ||| ")
    return {
        "words": [int(word[1:]) for word in words.split()],
        "scores": [float(part) for part in scores.split("=")[1].split()],
    }


def _answers(kind: Kind, folder: Path, beams: int, force: bool) -> list[dict[str, Any]]:
    files = _saved(kind, folder)
    translator = pymarian.Translator(
        models=files["models"],
        vocabs=files["vocabs"],
        cpu_threads=1,
        beam_size=beams,
        normalize=1.0,
        mini_batch=1,
        max_length_factor=LENGTH_FACTOR,
        n_best=True,
        word_scores=True,
        quiet=True,
        **({"force_decode": True, "tsv": True, "tsv_fields": 2} if force else {}),
    )
    found = []
    # Of a line without words Marian says nothing, whatever the network is.
    for source, first in list(zip(sources(), forced(kind), strict=True))[1:]:
        line = " ".join(f"w{id}" for id in source)
        line += "\t" + " ".join(f"w{id}" for id in first) if force else ""
        said, *_ = translator.translate([line])
        found.append({"source": source, **_said(said)})
    return found


def main() -> None:
    """Writes the answers of every kind: of a search, and to words that were forced."""
    recorded: dict[str, Any] = {"pymarian": pymarian.__version__, "length-factor": LENGTH_FACTOR}
    for name, kind in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            at = Path(folder)
            recorded[name] = {
                "forced": _answers(kind, at, 1, True),
                "greedy": _answers(kind, at, 1, False),
                "beams": _answers(kind, at, BEAMS, False),
            }
    ANSWERS.parent.mkdir(exist_ok=True)
    ANSWERS.write_text(json.dumps(recorded, indent=1) + "\n")


if __name__ == "__main__":
    main()
