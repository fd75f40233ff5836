"""How good a model folder is as it stands: its own weights, labels, settings and tokenizer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import GenerationConfig

from exporters.errors import Refused
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.evaluation.data import read_labelled
from mobilec.evaluation.metrics import accuracy

BATCH = 64
"""Sentences translated at a time."""


def measured_accuracy(folder: Path, data: Path) -> float:
    """The accuracy of a classifier on a labelled file, in float32, one unpadded text at a time."""
    checkpoint = load(folder)
    examples = read_labelled(data, checkpoint.labels, pairs=False)
    predicted = [classify(checkpoint, example.text) for example in examples]
    return accuracy([example.label for example in examples], predicted)


@torch.inference_mode()
def classify(checkpoint: Checkpoint, text: str) -> int:
    """The index of the label that a classifier gives a text; too long a text is cut at its end."""
    encoding = checkpoint.tokenizer.encode(text)
    encoding.truncate(checkpoint.max_positions or len(encoding.ids))
    return int(checkpoint.model(input_ids=torch.tensor([encoding.ids])).logits.argmax())


def translated(checkpoint: Checkpoint, texts: Sequence[str], beams: int) -> list[str]:
    """What a translator makes of ``texts``, one sentence each, in float32, by ``beams`` beams.

    All other settings are those of its generation_config.json.
    """
    text = _text(checkpoint)
    settings = {**text.generation.to_dict(), "num_beams": beams}
    search = GenerationConfig.from_dict(settings)
    ids = [text.words.ids(sentence) for sentence in texts]
    answers: dict[int, str] = {}
    # Those of one batch are of about one length, so that little of it is padding.
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        for row, tokens in zip(
            rows, _search(checkpoint, [ids[r] for r in rows], search), strict=True
        ):
            answers[row] = text.words.text(tokens)
    return [answers[row] for row in range(len(ids))]


@torch.inference_mode()
def _search(
    checkpoint: Checkpoint, sources: Sequence[Sequence[int]], search: GenerationConfig
) -> list[list[int]]:
    rows = [torch.tensor(ids) for ids in sources]
    batch = pad_sequence(rows, batch_first=True, padding_value=checkpoint.pad_id)
    masks = [torch.ones_like(row) for row in rows]
    generate: Any = checkpoint.model.generate
    found = generate(
        input_ids=batch,
        attention_mask=pad_sequence(masks, batch_first=True, padding_value=0),
        generation_config=search,
    )
    return found.tolist()


def _text(checkpoint: Checkpoint) -> TranslationText:
    if checkpoint.text is None:
        raise Refused(f"{checkpoint.source} does {checkpoint.task}, and does not translate")
    return checkpoint.text
