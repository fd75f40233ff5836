"""A program's labels for real sentences beside transformers', each with tokens of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from exporters.bundle.bundle import Bundle
from exporters.verify.error import max_abs, relative
from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.load import load
from mobilec.evaluation.data import read_labelled
from mobilec.evaluation.labelling import Labelling
from mobilec.evaluation.metrics import accuracy


@dataclass(frozen=True)
class Answers:
    """``same_ids``: share of texts of which the bundle's tokenizer makes AutoTokenizer's ids.
    ``agreement``: of labels, or of next tokens after transformers' own beginnings. ``relative``:
    centred error of the logits (exporters/verify/error.py). ``equal``: share of whole answers.
    ``quality``: metric to (transformers', the program's).
    """

    texts: int
    same_ids: float
    agreement: float
    equal: float
    relative: float
    max_abs: float
    quality: Mapping[str, tuple[float, float]]


def asked_classifier(bundle: Bundle, folder: Path, data: Path, count: int) -> Answers:
    """``folder``: the checkpoint, which transformers opens itself but for a compressed one, that it
    has no classes for."""
    measure, labels = Labelling.of_bundle(bundle), bundle.manifest.text.labels
    examples = read_labelled(data, labels)[:count]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    longest = bundle.manifest.limits.longest
    ids = [tokenizer(e.text, truncation=True, max_length=longest).input_ids for e in examples]
    own = [list(measure.encoder.encode(example.text).ids) for example in examples]
    reference = _logits(folder, ids)
    answer = measure.exported(bundle, bundle.manifest.files[0].format)
    output = np.stack([answer(example.text) for example in examples])
    said, expected = output.argmax(1), reference.argmax(1)
    right = [example.label for example in examples]
    return Answers(
        texts=len(examples),
        same_ids=float(np.mean([a == b for a, b in zip(own, ids, strict=True)])),
        agreement=float(np.mean(said == expected)),
        equal=float(np.mean(said == expected)),
        relative=relative(reference, output),
        max_abs=max_abs(reference, output),
        quality={"accuracy": (accuracy(right, expected.tolist()), accuracy(right, said.tolist()))},
    )


@torch.inference_mode()
def _logits(folder: Path, texts: list[list[int]]) -> np.ndarray:
    """(texts, labels)."""
    if compression_of(folder) is None:
        model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    else:
        model = load(folder).model
    return np.stack([model(input_ids=torch.tensor([ids])).logits[0].numpy() for ids in texts])
