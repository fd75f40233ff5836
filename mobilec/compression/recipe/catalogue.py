"""The recipes that ship inside the package, named by what they reach."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from exporters.errors import Refused
from mobilec.compression.recipe.rules import nearest

_FOLDER = Path(__file__).parents[1] / "recipes"


@dataclass(frozen=True)
class ShippedRecipe:
    """A recipe inside the package.

    ``reaches``: in one line. ``source``: where its choices come from.
    """

    name: str
    file: Path
    reaches: str
    source: str

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "file": str(self.file)}


def recipes() -> tuple[ShippedRecipe, ...]:
    """All shipped recipes, by name."""
    return tuple(_described(file) for file in sorted(_FOLDER.glob("*.yaml")))


def recipe_file(recipe: str | Path) -> Path:
    """The file of a recipe: a path, or the name of a shipped one (``./name`` is the file)."""
    shipped = {found.name: found.file for found in recipes()}
    if str(recipe) in shipped:
        return shipped[str(recipe)]
    path = Path(recipe).expanduser()
    if not path.is_file():
        near = ", ".join(nearest(str(recipe), shipped))
        raise Refused(
            f"there is no recipe {str(recipe)!r}: it is no file, and the nearest that ship with "
            f"mobilec are {near}"
        )
    return path


def _described(file: Path) -> ShippedRecipe:
    document = yaml.safe_load(file.read_text(encoding="utf-8"))
    return ShippedRecipe(file.stem, file, document["reaches"], document["source"])
