"""Where a model lies: a folder, a model that ships with the package, or a repository of the hub."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from exporters.errors import Refused
from mobilec.checkpoint.hub import NotOnHub, download_description, download_weights, is_hub_id
from mobilec.checkpoint.published import published_folder
from mobilec.checkpoint.sources.known import CONFIG
from mobilec.checkpoint.sources.marian.folder import is_marian
from mobilec.checkpoint.sources.marian.unpack import unpacked
from mobilec.shipped.catalogue import MODELS, PUBLISHED


@dataclass(frozen=True)
class Place:
    """What was asked for, and the folder where it lies. ``origin``: folder, hub, shipped or
    published. ``sha256``: of the file that its weights were unpacked from; empty where they lie as
    they are.
    """

    source: str
    folder: Path
    origin: str
    sha256: str = ""


def resolve(source: str | Path) -> Place:
    """Finds the folder of a model. Of a hub repository, all but the weights is downloaded.

    The name of a shipped model always means that model, whatever folder the command runs in
    (``./name`` is the folder); an existing folder comes before a hub repository of its name.
    """
    name = str(source)
    if isinstance(source, str) and name in MODELS:
        return Place(name, MODELS[name].folder, "shipped")
    if isinstance(source, str) and name in PUBLISHED:
        return replace(_in_folder(name, published_folder(name)), origin="published")
    path = Path(name).expanduser()
    if path.is_dir():
        return _in_folder(name, path)
    if path.exists():
        raise Refused(f"{name} is a file; a model is the folder that holds its config.json")
    if isinstance(source, Path) or not is_hub_id(name):
        raise Refused(
            f"there is no folder {name}, and it is not a hub id either{_suggestion(name)}"
        )
    return _on_hub(name)


def _in_folder(name: str, path: Path) -> Place:
    if (path / CONFIG).is_file() or not is_marian(path):
        return Place(name, path, "folder")
    made = unpacked(path)
    return Place(name, made.folder, "folder", made.sha256)


def with_weights(place: Place) -> Place:
    """The same place once its weights are there too; only a hub repository needs a download."""
    if place.origin == "hub":
        download_weights(place.source, place.folder)
    return place


def _on_hub(name: str) -> Place:
    try:
        return Place(name, download_description(name), "hub")
    except NotOnHub as unknown:
        raise Refused(f"{unknown}{_suggestion(name)}") from unknown


def _suggestion(name: str) -> str:
    near = get_close_matches(name, (*MODELS, *PUBLISHED), n=3)
    known = ", ".join(near or (*MODELS, *PUBLISHED))
    return f"; did you mean {known}?" if near else f"; the models that have a name are {known}"
