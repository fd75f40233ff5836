"""An encoder that learns from labelled pairs of texts, by the project's own training."""

import json
import shutil
from pathlib import Path

from transformers import BertModel, PreTrainedTokenizerFast

from benchmarks.real.sources import Finetuned
from benchmarks.real.texts import PAIR_LABELS, glue_pairs
from mobilec.training.classification.options import ClassificationOptions
from mobilec.training.classification.run import train
from mobilec.training.record import RECORD_FILE

LONGEST = 96
"""Tokens of a pair; what is longer is cut."""


def put_learned(
    source: Finetuned,
    encoder: BertModel,
    tokenizer: PreTrainedTokenizerFast,
    data: Path,
    work: Path,
    folder: Path,
) -> str:
    """Puts the classifier into ``folder`` and says how long it learned. In ``work`` a run that was
    killed goes on, and nothing is left there in the end. Seed and order are the same each time."""
    begun, made = work / "begun", work / "made"
    if not made.is_dir():
        encoder.save_pretrained(begun)
        tokenizer.save_pretrained(begun)
        train(_options(source, data, begun, made))
    shutil.copytree(made, folder, dirs_exist_ok=True)
    shutil.rmtree(work)
    record = json.loads((folder / RECORD_FILE).read_text())
    took, right = f"{record['seconds']:.0f} s", f"{record['dev_accuracy']:.4f}"
    return f"in {took}, accuracy {right} on the dev set; {record['arithmetic']}"


def _options(source: Finetuned, data: Path, begun: Path, made: Path) -> ClassificationOptions:
    rows, dev = glue_pairs(source.texts, data)
    return ClassificationOptions(
        model=begun,
        train=rows,
        dev=dev,
        output=made,
        labels=PAIR_LABELS[source.texts],
        epochs=source.epochs,
        max_length=LONGEST,
        save_steps=50,
    )
