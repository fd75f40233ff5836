"""What each attention head of a model is worth, and how far heads can go without training.

    python -m benchmarks.heads NAME MODEL --data FILE --dev FILE

MODEL: a folder, or a shipped name. FILE: labelled texts, or pairs; --data for the importance, --dev
for the metric. Writes results/heads-NAME.json, -NAME.svg (the curves) and -NAME-map.svg (the
importance of all heads), and prints what they say.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

import torch

from benchmarks.heads.drawing import curves
from benchmarks.heads.study import claims, studied
from benchmarks.machine import machine
from mobilec.checkpoint.load import load
from mobilec.compression.structure.head_figures import HeadFigures
from mobilec.compression.structure.heads import groups_of

RESULTS = Path(__file__).parents[1] / "results"


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("name")
    arguments.add_argument("model")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--dev", type=Path, required=True)
    arguments.add_argument("--output", type=Path, default=RESULTS)
    asked = arguments.parse_args()
    checkpoint = load(asked.model)
    study = studied(checkpoint, asked.data, asked.dev, lambda what: print(what, file=sys.stderr))
    document = {"model": asked.name, "machine": machine(), **asdict(study)}
    file = asked.output / f"heads-{asked.name}"
    file.with_suffix(".json").write_text(json.dumps(document, indent=1) + "\n")
    file.with_suffix(".svg").write_text(curves(study, asked.name))
    groups = groups_of(checkpoint.model)
    worth = {layer["path"]: torch.tensor(layer["importance"]) for layer in study.layers}
    stay = {group.path: tuple(range(group.heads)) for group in groups}
    drawn = HeadFigures(groups, worth, stay).to_svg()
    (asked.output / f"heads-{asked.name}-map.svg").write_text(drawn)
    print("\n".join(claims(study)))


if __name__ == "__main__":
    main()
