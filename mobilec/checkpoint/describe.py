"""What a model is, found without loading its weights: enough to plan an export, or to refuse it."""

from dataclasses import dataclass
from pathlib import Path

from transformers import PreTrainedConfig

from mobilec.checkpoint.config import read_config
from mobilec.checkpoint.cutting import Cutting, read_cutting
from mobilec.checkpoint.labels import read_labels
from mobilec.checkpoint.licence import read_licence
from mobilec.checkpoint.resolve import Place, resolve
from mobilec.checkpoint.task import AUTO, CLASSIFICATION, find_task, model_class


@dataclass(frozen=True)
class Description:
    """A checkpoint as its files describe it.

    ``source``: what was asked for. ``origin``: folder, hub or shipped. ``architecture``: the class
    of transformers. ``labels``: names of a classifier's logits in order, empty for other tasks.
    ``max_positions``: as config.json says; some families can use fewer. ``licence``: as the model
    card says.
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

    @property
    def cutting(self) -> Cutting:
        """How its tokenizer cuts a text that is too long."""
        return read_cutting(self.folder)


def describe(source: str | Path, task: str = AUTO) -> Description:
    """Finds a model and says what it is; of a hub repository, all but the weights is downloaded.

    ``task``: "auto", or the task that it must have. Refused as in resolve, config, task, labels.
    """
    return describe_place(resolve(source), task)


def describe_place(place: Place, task: str) -> Description:
    """The same for a model that was found already."""
    config = read_config(place.folder)
    found = find_task(config, task, place.source)
    return Description(
        source=place.source,
        folder=place.folder,
        origin=place.origin,
        task=found,
        architecture=model_class(config, found, place.source).__name__,
        config=config,
        labels=read_labels(config, place.source) if found == CLASSIFICATION else (),
        max_positions=getattr(config, "max_position_embeddings", None),
        licence=read_licence(place.folder),
    )
