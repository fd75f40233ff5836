"""The door through which every model comes in: from a name to a model and its tokenizer."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from tokenizers import Tokenizer
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.compressed import built
from mobilec.checkpoint.describe import Description, describe_place
from mobilec.checkpoint.resolve import resolve, with_weights
from mobilec.checkpoint.task import AUTO, TRANSLATION
from mobilec.checkpoint.tokenizer import read_settings, read_tokenizer
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.checkpoint.translation.text import TranslationText, read_text
from mobilec.checkpoint.vocabulary import check_vocabulary, find_pad_id
from mobilec.checkpoint.weights import read_weights


@dataclass(frozen=True)
class Checkpoint(Description):
    """A described model with its weights.

    ``model``: float32, eval mode, on the CPU. ``tokenizer``: truncation and padding are off, and
    ``tokenizer_file`` is the tokenizer.json of just this. ``pad_id``: fills a text up.
    ``digest``: sha256 of the weight files. ``unused``: tensors in them that the task leaves aside.
    ``text``: of a translator, whose ``tokenizer`` is that of the source; None for other tasks.
    """

    model: PreTrainedModel = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)
    tokenizer_file: bytes = field(repr=False)
    pad_id: int
    digest: str
    unused: tuple[str, ...]
    text: TranslationText | None = None


def load(source: str | Path, task: str = AUTO, languages: Languages = ANY) -> Checkpoint:
    """A model by its folder, its hub id or its shipped name; what is quick to check comes first.

    Refused with one message: what cannot be found, read, understood or trusted, and any model of
    which a parameter would stay random. No code that comes with a model is ever run.
    """
    place = resolve(source)
    about = describe_place(place, task)
    text = describe_text(about, languages)
    tokenizer = _only_tokenizer(about) if text is None else text.words.source
    pad_id = find_pad_id(tokenizer, read_settings(place.folder), about.config, about.source)
    weights = read_weights(with_weights(place).folder)
    made = built(about, weights)
    if text is not None:
        made.model.generation_config = text.generation
    return Checkpoint(
        **{known.name: getattr(about, known.name) for known in fields(about)},
        model=made.model,
        tokenizer=tokenizer,
        tokenizer_file=tokenizer.to_str().encode(),
        pad_id=pad_id,
        digest=weights.digest,
        unused=made.unused,
        text=text,
    )


def describe_text(about: Description, languages: Languages = ANY) -> TranslationText | None:
    """The text side of a translator, for which its weights are not needed; None for other tasks."""
    if about.task == TRANSLATION:
        return read_text(about.folder, about.config, languages, about.source)
    if languages != ANY:
        raise Refused(f"{about.source} does {about.task}: languages and a prefix do nothing there")
    return None


def _only_tokenizer(about: Description) -> Tokenizer:
    tokenizer = read_tokenizer(about.folder)
    check_vocabulary(tokenizer, about.config, about.source)
    return tokenizer
