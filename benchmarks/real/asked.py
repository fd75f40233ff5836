"""A program's labels for real texts and pairs beside transformers', each with its own tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, BatchEncoding

from exporters.bundle.bundle import Bundle
from exporters.decode.state import IDS
from exporters.text.encoder import TYPES, Encoded, parts
from exporters.verify.error import max_abs, relative
from mobilec.checkpoint.load import load
from mobilec.compressed.record import RECORD
from mobilec.evaluation.data import read_labelled
from mobilec.evaluation.labelling import Labelling


@dataclass(frozen=True)
class Answers:
    """``same_ids``: share of texts of which the bundle's tokenizer makes AutoTokenizer's ids, and
    of pairs its types. ``agreement``: of labels, or of next tokens after transformers' own
    beginnings. ``relative``: centred error of the logits (exporters/verify/error.py). ``equal``:
    share of whole answers.
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
    read = [
        tokenizer(*parts(e.asked), truncation=True, max_length=longest, return_tensors="pt")
        for e in examples
    ]
    own = [measure.encoder.encode(example.asked) for example in examples]
    reference = _logits(folder, read)
    answer = measure.exported(bundle, bundle.manifest.files[0].format)
    output = np.stack([answer(example.asked) for example in examples])
    said, expected = output.argmax(1), reference.argmax(1)
    floats, exported = (measure.score(examples, logits).values for logits in (reference, output))
    return Answers(
        texts=len(examples),
        same_ids=float(np.mean([_same(a, b) for a, b in zip(own, read, strict=True)])),
        agreement=float(np.mean(said == expected)),
        equal=float(np.mean(said == expected)),
        relative=relative(reference, output),
        max_abs=max_abs(reference, output),
        quality={metric: (floats[metric], exported[metric]) for metric in floats},
    )


def _same(own: Encoded, read: BatchEncoding) -> bool:
    """A program is given no types of a text alone, which are all 0."""
    types = read.get(TYPES, torch.zeros(1, 0, dtype=torch.int64))[0].tolist()
    return list(own.ids) == read[IDS][0].tolist() and (list(own.types) == types or not any(types))


@torch.inference_mode()
def _logits(folder: Path, texts: Sequence[BatchEncoding]) -> np.ndarray:
    """(texts, labels)."""
    if not (folder / RECORD).is_file():
        model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    else:
        model = load(folder).model
    return np.stack([model(**read).logits[0].numpy() for read in texts])
