"""What `mobilec search` is asked for."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.formats import FORMATS, TARGETS, unasked
from mobilec.checkpoint.translation.languages import Languages


@dataclass(frozen=True)
class SearchOptions:
    """What `mobilec search` is asked for.

    ``model``: hub id, folder or shipped name. ``task``: as manifests name it, or auto, which asks
    the checkpoint. ``evaluation``: labelled data, or pairs, that the exported programs are measured
    on. ``budget_bytes``: of the int8 program. ``latency``: of its time to the dense program's on
    this machine. One of the two at least.

    ``space``: a YAML file, or a shipped one; None is that of the task (see
    ``mobilec.searching.space``). ``data``, ``train``: as for ``mobilec.compress``. ``format``: of
    the programs; None is the first that Android gets. ``trials``: recipes that are tried, those of
    earlier calls included; ``minutes``: of this call, None for no limit. ``output``: a folder; what
    stands there of the same search is gone on with. ``storage``: where Optuna keeps the trials, a
    URL as SQLAlchemy takes it: workers on several machines share one; None is a file in ``output``.
    ``source_language``, ``target_language``: as in ``TranslationOptions``. ``seed``: of what is
    drawn.
    """

    model: str
    evaluation: Path
    budget_bytes: int | None = None
    latency: float | None = None
    space: str | None = None
    data: Path | None = None
    train: str | None = None
    task: str = "auto"
    format: str | None = None
    trials: int = 40
    minutes: float | None = None
    output: Path = Path("search")
    storage: str | None = None
    source_language: str | None = None
    target_language: str | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.budget_bytes is None and self.latency is None:
            raise Refused("nothing bounds the search: give a budget of bytes, or of latency")
        for name in ("budget_bytes", "latency", "trials", "minutes"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise Refused(f"{name} is {value}; give a number above 0")
        if self.measured_format not in FORMATS:
            raise Refused(f"there is no format {self.format!r}; give {', '.join(FORMATS)}")

    @property
    def measured_format(self) -> str:
        """Of the programs: what was asked for, or the first that phones get unasked."""
        return self.format or unasked(TARGETS[0])[0]

    @property
    def languages(self) -> Languages:
        """As the checkpoint's door takes them."""
        return Languages(self.source_language, self.target_language, None)

    @property
    def where(self) -> str:
        """Optuna's storage."""
        return self.storage or f"sqlite:///{self.output / 'search.db'}"
