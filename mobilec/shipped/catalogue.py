"""The models that ship inside the package. Imports nothing heavy: the command line lists them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.tasks.names import CLASSIFICATION, TRANSLATION

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class ShippedModel:
    """One model. ``licence`` is an SPDX identifier; the folder's README.md is its card."""

    name: str
    task: str
    folder: Path
    languages: tuple[str, ...]
    licence: str
    description: str

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "folder": str(self.folder)}


MODELS = {
    "sentiment-en": ShippedModel(
        name="sentiment-en",
        task=CLASSIFICATION,
        folder=_HERE / "sentiment-en",
        languages=("en",),
        licence="Apache-2.0",
        description="Is an English sentence negative or positive? MiniLM, compressed, on SST-2",
    ),
    "translate-en-de": ShippedModel(
        name="translate-en-de",
        task=TRANSLATION,
        folder=_HERE / "translate-en-de",
        languages=("en", "de"),
        licence="Apache-2.0",
        description="Short English sentences into German. Marian, 4 + 2 layers x 256, on Tatoeba",
    ),
}
"""Every shipped model by its name. A new one is a folder, an entry here and its test."""

DEFAULT_TASK = TRANSLATION
"""The task that is meant where neither is given."""


def models() -> tuple[ShippedModel, ...]:
    """All shipped models, in the order of the catalogue."""
    return tuple(MODELS.values())


def default_model(task: str) -> ShippedModel:
    """The one that is meant where a task is given, and no model: the first of the task."""
    for model in models():
        if model.task == task:
            return model
    tasks = ", ".join(dict.fromkeys(model.task for model in models()))
    raise Refused(
        f"no model for {task!r} ships with mobilec; name a folder or a hub id, or take one of "
        f"the tasks {tasks}"
    )


def shipped_folder(name: str) -> Path:
    """Where a shipped model lies."""
    if name not in MODELS:
        raise Refused(f"no model {name!r} ships with mobilec; these do: {', '.join(MODELS)}")
    return MODELS[name].folder
