"""The door through which every model comes in: from a name to a model and its tokenizer."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from tokenizers import Tokenizer
from transformers import PreTrainedModel

from mobilec.checkpoint.build import build
from mobilec.checkpoint.describe import Description, describe_place
from mobilec.checkpoint.resolve import resolve, with_weights
from mobilec.checkpoint.task import AUTO, model_class
from mobilec.checkpoint.tokenizer import read_settings, read_tokenizer
from mobilec.checkpoint.vocabulary import check_vocabulary, find_pad_id
from mobilec.checkpoint.weights import read_weights


@dataclass(frozen=True)
class Checkpoint(Description):
    """A described model with its weights.

    ``model``: float32, eval mode, on the CPU. ``tokenizer``: truncation and padding are off, and
    ``tokenizer_file`` is the tokenizer.json of just this. ``pad_id``: fills a text up.
    ``digest``: sha256 of the weight files. ``unused``: tensors in them that the task leaves aside.
    """

    model: PreTrainedModel = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)
    tokenizer_file: bytes = field(repr=False)
    pad_id: int
    digest: str
    unused: tuple[str, ...]


def load(source: str | Path, task: str = AUTO) -> Checkpoint:
    """A model by its folder, its hub id or its shipped name; what is quick to check comes first.

    Refused with one message: what cannot be found, read, understood or trusted, and any model of
    which a parameter would stay random. No code that comes with a model is ever run.
    """
    place = resolve(source)
    about = describe_place(place, task)
    tokenizer = read_tokenizer(place.folder)
    check_vocabulary(tokenizer, about.config, about.source)
    pad_id = find_pad_id(tokenizer, read_settings(place.folder), about.config, about.source)
    weights = read_weights(with_weights(place).folder)
    of = model_class(about.config, about.task, about.source)
    built = build(of, about.config, weights.tensors, about.source)
    return Checkpoint(
        **{known.name: getattr(about, known.name) for known in fields(about)},
        model=built.model,
        tokenizer=tokenizer,
        tokenizer_file=tokenizer.to_str().encode(),
        pad_id=pad_id,
        digest=weights.digest,
        unused=built.unused,
    )
