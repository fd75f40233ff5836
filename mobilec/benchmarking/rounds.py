"""The rounds of one session: who comes when, and what is kept of each variant meanwhile."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from exporters.reading import read
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.join import joined
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.run import App, Delegated, Run, Session
from mobilec.benchmarking.run_file import write_run
from mobilec.benchmarking.variants import BY_UNITS, Variant
from mobilec.inspecting.figures import InspectedFile


@dataclass(frozen=True)
class Turn:
    """One process of a variant. ``at``: its round; ``place``: in the order of that round."""

    variant: Variant
    at: int
    place: int


def turns(asked: Sequence[Variant], rounds: int, seed: int) -> Iterator[Turn]:
    """Every variant once a round, in an order drawn anew each time."""
    order = random.Random(seed)
    for at in range(rounds):
        for place, variant in enumerate(order.sample(asked, len(asked))):
            yield Turn(variant, at, place)


def job_of(turn: Turn, options: BenchOptions, app: App, folder: str) -> Job:
    """What the process of a turn is asked. ``folder``: where the device finds the bundle."""
    variant = turn.variant
    return Job(
        folder=folder,
        engine=variant.engine,
        threads=variant.threads,
        protocol=options.protocol(turn.at),
        seed=options.seed + turn.at,
        app=app,
        compute_units=variant.compute_units,
        processor=variant.processor,
        provider=variant.provider,
    )


class Rounds:
    """The documents of one session. A variant is written when its last round is over, and until
    then after each of them under a name that says so. One that failed has no document.

    ``named``: the file of a variant in the folder of the options.
    """

    def __init__(
        self,
        options: BenchOptions,
        asked: Sequence[Variant],
        named: Callable[[Variant], str] = lambda variant: variant.file_name,
    ) -> None:
        self._options, self._asked, self._named = options, asked, named
        self._id = str(uuid4())
        self._found: dict[str, tuple[Run, ...]] = {}
        self._written: dict[str, tuple[Run, Path]] = {}
        self._failures: dict[str, str] = {}

    def add(self, turn: Turn, run: Run) -> None:
        """Nothing is kept of a run that cannot be joined with those before."""
        variant, options = turn.variant, self._options
        session = Session(self._id, options.seed, len(self._asked), 1, (turn.place,))
        name = str(variant)
        rounds = (*self._found.get(name, ()), replace(run, session=session))
        if len(rounds) < options.processes:
            write_run(joined(rounds), self._unfinished(variant))
        else:
            self._written[name] = self._write(variant, rounds)
            self._unfinished(variant).unlink(missing_ok=True)
        self._found[name] = rounds

    def fail(self, variant: Variant, why: str) -> None:
        self._failures[str(variant)] = why
        self._unfinished(variant).unlink(missing_ok=True)

    def failed(self, variant: Variant) -> bool:
        return str(variant) in self._failures

    def result(self) -> BenchResult:
        names = map(str, self._asked)
        there = [self._written[name] for name in names if name in self._written]
        return BenchResult(tuple(r for r, _ in there), tuple(f for _, f in there), self._failures)

    def _unfinished(self, variant: Variant) -> Path:
        """Of the rounds so far."""
        whole = self._options.output / self._named(variant)
        return whole.with_name(f"{whole.stem}.unfinished.json")

    def _write(self, variant: Variant, rounds: Sequence[Run]) -> tuple[Run, Path]:
        whole = joined(rounds)
        run = replace(whole, variant=replace(whole.variant, delegated=_delegated(variant)))
        path = self._options.output / self._named(variant)
        write_run(run, path)
        return run, path


def kept(output: Path) -> str:
    """Where the rounds are that were over before a session ended early, in words."""
    names = sorted(file.name for file in output.glob("*.json"))
    if not names:
        return ""
    return f"; what was measured before is in {output}: {', '.join(names)}"


def _delegated(variant: Variant) -> Delegated | None:
    """Read here, where the bundle lies: a phone has no reader of program files. Core ML decides
    on the phone, and says so in its plan. Who has bundles alone may lack the reader of a format."""
    if variant.engine in BY_UNITS:
        return None
    file = variant.bundle.manifest.program(variant.engine)
    try:
        reading = read(file.format, variant.bundle.folder / file.path)
    except ModuleNotFoundError:
        return None
    inspected = InspectedFile(file.path, reading)
    return Delegated(inspected.operators_inside, inspected.multiply_adds_inside)
