"""What a search found."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mobilec.searching.candidate import Figures
from mobilec.searching.study import Tried


@dataclass(frozen=True)
class SearchResult:
    """What was tried, and which recipe was taken.

    ``dense``: the model as it is, in the same format. ``tried``: all trials that ended, of
    earlier calls too. ``front``: numbers of those that none beats. ``chosen``: the best within the
    budget, whose recipe stands in ``recipe``; None where none keeps to it. ``headline``: the
    metric.
    """

    folder: Path
    headline: str
    dense: Figures
    tried: tuple[Tried, ...]
    front: tuple[int, ...]
    chosen: Tried | None
    recipe: Path | None

    def to_json(self) -> dict[str, Any]:
        document = asdict(self)
        return document | {
            "folder": str(self.folder),
            "recipe": None if self.recipe is None else str(self.recipe),
        }
