"""What `mobilec shortlist` is asked for."""

from dataclasses import dataclass
from pathlib import Path

from mobilec.checkpoint.translation.languages import Languages
from mobilec.shortlisting.lists import Limits


@dataclass(frozen=True)
class ShortlistOptions:
    """What `mobilec shortlist` is asked for.

    ``model``: a translator by its hub id, folder or shipped name. ``pairs``: sentences with their
    translations, to learn from. ``output``: the file. ``overwrite``: also where one stands there.
    ``first``, ``best``, ``prune``: as in ``mobilec.shortlisting.lists.Limits``. ``evaluation``:
    other pairs, on which coverage is measured. ``source_language``, ``target_language``,
    ``prefix``: as in ``TranslationOptions``.
    """

    model: str
    pairs: Path
    output: Path
    first: int = 100
    best: int = 100
    prune: float = 0.0
    evaluation: Path | None = None
    source_language: str | None = None
    target_language: str | None = None
    prefix: str | None = None
    overwrite: bool = False

    @property
    def languages(self) -> Languages:
        """As the checkpoint's door takes them."""
        return Languages(self.source_language, self.target_language, self.prefix)

    @property
    def limits(self) -> Limits:
        """Refused where they make no shortlist."""
        return Limits(self.first, self.best, self.prune)
