"""One browser on its way through a session: what it is asked next, and what has come in."""

from dataclasses import dataclass

from mobilec.benchmarking.job import Job
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.rounds import Rounds, Turn, job_of, turns
from mobilec.benchmarking.run import App, Run
from mobilec.benchmarking.variants import Variant


@dataclass(frozen=True)
class Asked:
    """What all browsers of a run are asked. ``folders``: name of a manifest to that of its bundle
    in the site."""

    options: BenchOptions
    variants: tuple[Variant, ...]
    folders: dict[str, str]
    app: App

    def job(self, turn: Turn) -> Job:
        name = turn.variant.bundle.manifest.name
        return job_of(turn, self.options, self.app, self.folders[name])


@dataclass(frozen=True)
class Outstanding:
    """A job that was given out and not answered."""

    turn: Turn
    job: Job


class Course:
    """A session of its own: every variant in each of the rounds. ``name``: of the browser's files,
    behind that of the variant."""

    def __init__(self, asked: Asked, name: str) -> None:
        options = asked.options
        self._asked = asked
        self._turns = list(turns(asked.variants, options.processes, options.seed))
        self._rounds = Rounds(options, asked.variants, lambda v: file_name(v, name))
        self._at = 0
        self._outstanding: Outstanding | None = None

    @property
    def of(self) -> int:
        """Jobs of a whole session."""
        return len(self._turns)

    @property
    def done(self) -> int:
        """Those that are over; what failed is not asked again."""
        self._skip()
        return self._at

    @property
    def is_over(self) -> bool:
        return self.done == self.of

    @property
    def outstanding(self) -> Outstanding | None:
        return self._outstanding

    def next(self) -> Outstanding | None:
        """The same again until it is answered; None at the end."""
        if self._outstanding is None and not self.is_over:
            turn = self._turns[self._at]
            self._outstanding = Outstanding(turn, self._asked.job(turn))
        return self._outstanding

    def take(self, answered: Outstanding, run: Run) -> None:
        """The document of the outstanding job, written."""
        self._rounds.add(answered.turn, run)
        self._over()

    def fail(self, answered: Outstanding, why: str) -> None:
        """Its variant is not asked again."""
        self._rounds.fail(answered.turn.variant, why)
        self._over()

    def result(self) -> BenchResult:
        return self._rounds.result()

    def _over(self) -> None:
        self._outstanding = None
        self._at += 1

    def _skip(self) -> None:
        while self._at < self.of and self._rounds.failed(self._turns[self._at].variant):
            self._at += 1


def file_name(variant: Variant, name: str) -> str:
    """Of the run.json of one variant on one browser."""
    return f"{variant.file_name.removesuffix('.json')}.{name}.json"
