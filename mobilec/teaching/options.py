"""What `mobilec teach` is asked for."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.checkpoint.translation.languages import Languages
from mobilec.training.resume import work_of


@dataclass(frozen=True)
class TeachOptions:
    """What `mobilec teach` is asked for.

    ``model``: the teacher, a translator by its hub id, folder or shipped name. ``texts``: a text a
    line, or pairs of which the sources are taken; a sentence is asked for once. ``output``: the
    .tsv of pairs. ``overwrite``: also where one stands there.

    ``beams``: of the search. ``batch_pieces``: of one side of what is searched at once, with
    padding. ``longest``: pieces of a sentence. ``ratio``: so many times longer, in characters, may
    one side be than the other. ``jobs``: processes. ``source_language``, ``target_language``,
    ``prefix``: as in ``TranslationOptions``.
    """

    model: str
    texts: tuple[Path, ...]
    output: Path
    beams: int = 4
    batch_pieces: int = 2048
    longest: int = 128
    ratio: float = 3.0
    jobs: int = 1
    source_language: str | None = None
    target_language: str | None = None
    prefix: str | None = None
    overwrite: bool = False

    def __post_init__(self) -> None:
        if not self.texts:
            raise Refused("there are no texts to translate; give --texts FILE")
        if self.output.suffix.lower() != ".tsv":
            raise Refused(f"{self.output} would hold pairs, source<TAB>target; name it .tsv")
        for name in ("beams", "batch_pieces", "longest", "jobs"):
            if getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; give 1 or more")
        if not self.ratio > 1:
            raise Refused(f"ratio is {self.ratio}; give a number above 1")

    @property
    def languages(self) -> Languages:
        """As the checkpoint's door takes them."""
        return Languages(self.source_language, self.target_language, self.prefix)

    @property
    def work(self) -> Path:
        """Where a killed run finds what it had."""
        return work_of(self.output)
