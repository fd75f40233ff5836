"""A compressed model as a folder in Hugging Face format, read back before anybody relies on it."""

from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import PreTrainedModel

from mobilec.checkpoint.once import fill_, stored_once
from mobilec.checkpoint.sources.hf.weight_files import digest
from mobilec.checkpoint.sources.hf.weights import read_weights
from mobilec.compressed.rebuild import rebuilt
from mobilec.compressed.record import Record, write_record

WEIGHTS = "model.safetensors"


def save(model: PreTrainedModel, record: Record, folder: Path) -> Record:
    """Adds weights, configuration and record to the words in ``folder``; the record that is
    returned has the hash of the weights.

    What was written is loaded again and compared with ``model``, bit for bit.
    """
    tensors = {n: t.cpu().contiguous() for n, t in stored_once(model).items()}
    save_file(tensors, folder / WEIGHTS, metadata={"format": "pt"})
    if not model.config.architectures:
        model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    finished = replace(record, sha256=digest((folder / WEIGHTS,)))
    write_record(finished, folder)
    _check(model, finished, folder)
    return finished


def _check(model: PreTrainedModel, record: Record, folder: Path) -> None:
    again = rebuilt(type(model), record, folder.name)
    fill_(again, read_weights(folder).tensors, folder.name)
    mine, theirs = model.state_dict(), again.state_dict()
    differ = [name for name in mine if not torch.equal(mine[name].cpu(), theirs[name])]
    if differ or mine.keys() != theirs.keys():
        raise AssertionError(f"the record does not rebuild the model: {differ or theirs.keys()}")
