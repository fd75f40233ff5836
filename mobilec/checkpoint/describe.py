"""What a model is, found without loading its weights: enough to plan an export, or to refuse it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from transformers import GenerationConfig, PreTrainedConfig, PreTrainedModel

from exporters.capture.capture import family_of
from exporters.families.registry import CLASSIFIERS
from mobilec.checkpoint.cutting import Cutting, read_cutting
from mobilec.checkpoint.empty import empty_model
from mobilec.checkpoint.licence import read_licence
from mobilec.checkpoint.resolve import Place, resolve
from mobilec.checkpoint.sources.registry import source_of
from mobilec.checkpoint.task import AUTO, find_task, model_class
from mobilec.checkpoint.translation.languages import Languages
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.tasks.registry import task_of


@dataclass(frozen=True)
class Description:
    """A checkpoint as its files describe it.

    ``source``: what was asked for. ``origin``: folder, hub or shipped. ``architecture``: the class
    of transformers. ``labels``: names of a classifier's logits in order, empty for other tasks.
    ``max_positions``: the longest text in tokens, None where there is no limit; config.json says
    it, and some families keep the first of theirs free. ``licence``: as the model card says.
    """

    source: str
    folder: Path
    origin: str
    task: str
    architecture: str
    config: PreTrainedConfig
    labels: tuple[str, ...]
    max_positions: int | None
    licence: str | None

    @cached_property
    def cutting(self) -> Cutting:
        """How its tokenizer cuts a text that is too long."""
        return read_cutting(self.folder)


@dataclass(frozen=True)
class Kind:
    """What a checkpoint has beside its weights, by its task. ``labels``: of a config, and how it is
    called. ``positions``: of a config and a class likewise. ``text``: of a translator, else None.
    ``search``: how the model in a folder is searched; None where nothing is.
    """

    labels: Callable[[PreTrainedConfig, str], tuple[str, ...]]
    positions: Callable[[PreTrainedConfig, type[PreTrainedModel], str], int | None]
    text: Callable[[Description, Languages], TranslationText | None]
    search: Callable[[Path], GenerationConfig | None]


def describe(source: str | Path, task: str = AUTO) -> Description:
    """Finds a model and says what it is; of a hub repository, all but the weights is downloaded.

    ``task``: "auto", or the task that it must have. Refused as in resolve, config, task, labels.
    """
    return describe_place(resolve(source), task)


def describe_place(place: Place, task: str) -> Description:
    """The same for a model that was found already."""
    config = source_of(place.folder).config(place.folder)
    found = find_task(config, task, place.source)
    of = model_class(config, found, place.source)
    kind: Kind = task_of(found).files()
    return Description(
        source=place.source,
        folder=place.folder,
        origin=place.origin,
        task=found,
        architecture=of.__name__,
        config=config,
        labels=kind.labels(config, place.source),
        max_positions=kind.positions(config, of, place.source),
        licence=read_licence(place.folder),
    )


def usable_positions(
    config: PreTrainedConfig, of: type[PreTrainedModel], source: str
) -> int | None:
    """Of a classifier; None for no limit."""
    if config.is_encoder_decoder:
        limit: int | None = getattr(config, "max_position_embeddings", None)
        return limit
    listed = CLASSIFIERS.get(config.model_type)
    if listed is not None:
        return listed.usable_positions(config)
    return family_of(empty_model(of, config, source)).usable_positions(config)
