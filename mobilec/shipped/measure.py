"""How good a model folder is as it stands: its own weights, labels and tokenizer."""

from pathlib import Path

import torch

from mobilec.checkpoint.load import Checkpoint, load
from mobilec.evaluation.data import read_labelled
from mobilec.evaluation.metrics import accuracy


def measured_accuracy(folder: Path, data: Path) -> float:
    """The accuracy of a classifier on a labelled file, in float32, one unpadded text at a time."""
    checkpoint = load(folder)
    examples = read_labelled(data, checkpoint.labels)
    predicted = [classify(checkpoint, example.text) for example in examples]
    return accuracy([example.label for example in examples], predicted)


@torch.inference_mode()
def classify(checkpoint: Checkpoint, text: str) -> int:
    """The index of the label that a classifier gives a text; too long a text is cut at its end."""
    encoding = checkpoint.tokenizer.encode(text)
    encoding.truncate(checkpoint.max_positions or len(encoding.ids))
    return int(checkpoint.model(input_ids=torch.tensor([encoding.ids])).logits.argmax())
