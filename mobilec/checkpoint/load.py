"""The door through which every model comes in: from a name to a model and its tokenizer."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from tokenizers import Tokenizer
from transformers import PreTrainedModel

from exporters.bundle.manifest import Source
from mobilec.checkpoint.build import Built
from mobilec.checkpoint.compressed import built
from mobilec.checkpoint.declared import is_in_config, read_settings
from mobilec.checkpoint.describe import Description, Kind, describe_place
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.settled import Settled
from mobilec.checkpoint.resolve import Place, resolve, with_weights
from mobilec.checkpoint.sources.registry import source_of
from mobilec.checkpoint.task import AUTO
from mobilec.checkpoint.tokenizer import settle
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.checkpoint.vocabulary import check_vocabulary, find_pad_id
from mobilec.tasks.registry import task_of


@dataclass(frozen=True)
class Checkpoint(Description):
    """A described model with its weights.

    ``model``: float32, eval mode, on the CPU. ``tokenizer``: truncation and padding are off, and
    ``tokenizer_file`` is the tokenizer.json of just this. ``pad_id``: fills a text up.
    ``digest``: sha256 of the weight files. ``unused``: tensors in them that the task leaves aside.
    ``text``: of a translator, whose ``tokenizer`` is that of the source; None for other tasks.
    ``held``: what the tokenizer's ids were held against.
    """

    model: PreTrainedModel = field(repr=False)
    tokenizer: Tokenizer = field(repr=False)
    tokenizer_file: bytes = field(repr=False)
    pad_id: int
    digest: str
    unused: tuple[str, ...]
    text: TranslationText | None = None
    held: Held = Held()

    def entry(self, family: str) -> Source:
        """How documents name it: without the path of a folder on somebody's machine."""
        return Source(
            model=self.source if self.origin != "folder" else self.folder.name,
            origin=self.origin,
            architecture=self.architecture,
            family=family,
            sha256=self.digest,
            licence=self.licence,
        )


def load(source: str | Path, task: str = AUTO, languages: Languages = ANY) -> Checkpoint:
    """A model by its folder, its hub id or its shipped name; what is quick to check comes first.

    Raises ``Refused``, with one message: what cannot be found, read, understood or trusted, and any
    model of which a parameter would stay random. No code that comes with a model is ever run.
    """
    place = resolve(source)
    about = describe_place(place, task)
    words = _words(about, languages)
    folder = with_weights(place).folder
    weights = source_of(folder).weights(folder)
    return words.of(built(about, weights), place.sha256 or weights.digest)


def around(
    model: PreTrainedModel, folder: Path, task: str, languages: Languages = ANY
) -> Checkpoint:
    """A model at hand, with the words and settings that stand in ``folder``; it has no weight
    files."""
    about = describe_place(Place(folder.name, folder, "folder"), task)
    return _words(about, languages).of(Built(model, unused=()), digest="")


@dataclass(frozen=True)
class _Words:
    """All of a checkpoint but its weights."""

    about: Description
    found: Settled
    pad_id: int
    text: TranslationText | None

    def of(self, made: Built, digest: str) -> Checkpoint:
        if self.text is not None:
            made.model.generation_config = self.text.generation
        about, tokenizer = self.about, self.found.tokenizer
        return Checkpoint(
            **{known.name: getattr(about, known.name) for known in fields(about)},
            model=made.model,
            tokenizer=tokenizer,
            tokenizer_file=tokenizer.to_str().encode(),
            pad_id=self.pad_id,
            digest=digest,
            unused=made.unused,
            text=self.text,
            held=self.found.held.and_rows(tokenizer, about.config.vocab_size),
        )


def _words(about: Description, languages: Languages) -> _Words:
    text = describe_text(about, languages)
    found = describe_ids(about) if text is None else Settled(text.words.source, text.held)
    settings = read_settings(about.folder)
    in_config = is_in_config(about.folder, "pad_token_id")
    pad_id = find_pad_id(found.tokenizer, settings, about.config, about.source, in_config)
    return _Words(about, found, pad_id, text)


def describe_text(about: Description, languages: Languages = ANY) -> TranslationText | None:
    """The text side of a translator, for which its weights are not needed; None for other tasks."""
    kind: Kind = task_of(about.task).files()
    return kind.text(about, languages)


def describe_ids(about: Description) -> Settled:
    """The tokenizer of a model that has only one; its weights are not needed."""
    found = settle(about.folder)
    check_vocabulary(found.tokenizer, about.config, about.source)
    return found
