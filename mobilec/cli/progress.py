"""Progress on stderr: a bar a stage on a terminal, plain lines elsewhere."""

import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout

from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.text import Text

from exporters.errors import Advice
from mobilec.cli.output import DEBUG, console
from mobilec.cli.views.address import qr_code

SHOWN_AFTER_S = 2.0
"""Shorter work says nothing: its result is there before anybody has read a line."""

Clock = Callable[[], float]


@contextmanager
def watched() -> Iterator["Bars | Lines"]:
    """Somebody who watches the work in this block, and says at its end how long it took."""
    started = time.monotonic()
    people = console(sys.stderr)
    with _calm():
        if people.is_terminal:
            with Bars(people) as bars:
                yield bars
        else:
            yield Lines(people)
    seconds = time.monotonic() - started
    if seconds > SHOWN_AFTER_S:
        people.print(f"took {seconds:.1f} s")


@contextmanager
def _calm() -> Iterator[None]:
    """What libraries print goes to stderr, for stdout is for the result alone. Their warnings are
    about their own insides (torch's deprecations by the dozen): they are shown when debugging.
    """
    before = logging.root.manager.disable
    with redirect_stdout(sys.stderr), warnings.catch_warnings():
        if not os.environ.get(DEBUG):
            warnings.simplefilter("ignore")
            logging.disable(logging.WARNING)
            warnings.simplefilter("always", Advice)
        try:
            yield
        finally:
            logging.disable(before)


class _LateBars(Progress):
    """Draws nothing in the first two seconds."""

    started_s = 0.0

    def get_renderables(self) -> Iterable[RenderableType]:
        if time.monotonic() - self.started_s > SHOWN_AFTER_S:
            yield from super().get_renderables()


class _Seconds(ProgressColumn):
    """How long a row has been, or was, at work."""

    def render(self, task: Task) -> Text:
        seconds = task.finished_time if task.finished else task.elapsed
        return Text(f"{seconds or 0.0:5.1f} s")


class Bars:
    """A row a stage: its name, a bar, its seconds, and what it is doing."""

    def __init__(self, people: Console) -> None:
        words = TextColumn("{task.description}", markup=False)
        detail = TextColumn("{task.fields[detail]}", style="dim", markup=False)
        self._bars = _LateBars(
            SpinnerColumn(), words, BarColumn(20), _Seconds(), detail, console=people
        )
        self._bars.started_s = time.monotonic()
        self._open: list[TaskID] = []
        self._started = False
        self._browsers: dict[str, TaskID] = {}

    def __enter__(self) -> "Bars":
        self._open.append(self._bars.add_task("starting", total=None, detail=""))
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._close_start()
        self._bars.stop()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._close_start()
        inner = "  " * len(self._open)
        self._open.append(self._bars.add_task(inner + name, total=None, detail=""))
        try:
            yield
        finally:
            self._close(self._open.pop())

    def doing(self, detail: str) -> None:
        if self._open:
            self._bars.update(self._open[-1], detail=detail)

    def opened(self, address: str, hints: tuple[str, ...]) -> None:
        """An address that browsers may open; with a code for cameras where it is not of this
        machine alone."""
        self._close_start()
        _show_address(self._bars.console, address, hints, code=True)

    def heard(self, who: str, share: float, what: str) -> None:
        """A row a browser."""
        if who not in self._browsers:
            self._browsers[who] = self._bars.add_task(who, total=1, detail="")
        self._bars.update(self._browsers[who], completed=share, detail=what)

    def ended(self, who: str, what: str) -> None:
        self.heard(who, 1.0, what)

    def _close(self, row: TaskID) -> None:
        self._bars.update(row, total=1, completed=1, detail="")

    def _close_start(self) -> None:
        """Importing torch takes seconds before the first stage begins: it has a row of its own."""
        if not self._started:
            self._started = True
            self._close(self._open.pop())


class Lines:
    """A line when a stage ends, and one for each thing that a long stage is doing."""

    def __init__(self, people: Console, clock: Clock = time.monotonic) -> None:
        self._people = people
        self._clock = clock
        self._started = clock()
        self._last: dict[str, tuple[str, int]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        entered = self._clock()
        yield
        self._say(f"{name}: {self._clock() - entered:.1f} s")

    def doing(self, detail: str) -> None:
        self._say(f"  {detail}")

    def opened(self, address: str, hints: tuple[str, ...]) -> None:
        """An address that browsers may open; said at once, as somebody waits for it."""
        _show_address(self._people, address, hints, code=False)

    def heard(self, who: str, share: float, what: str) -> None:
        """New words of a browser, and whole tenths of its way."""
        said = (what, int(10 * share))
        if self._last.get(who) != said:
            self._last[who] = said
            self._people.print(f"{who}: {what}, {share:.0%}", markup=False, soft_wrap=True)

    def ended(self, who: str, what: str) -> None:
        self._people.print(f"{who}: {what}, all done", markup=False, soft_wrap=True)

    def _say(self, line: str) -> None:
        if self._clock() - self._started > SHOWN_AFTER_S:
            self._people.print(line, markup=False, soft_wrap=True)


def _show_address(people: Console, address: str, hints: tuple[str, ...], code: bool) -> None:
    """``code``: for the cameras of phones, which reach no address of this machine alone."""
    people.print(f"open {address}", markup=False, soft_wrap=True)
    for hint in hints:
        people.print(f"  {hint}", markup=False, soft_wrap=True)
    drawn = qr_code(address) if code and "//localhost" not in address else None
    if drawn is not None:
        people.print(drawn, no_wrap=True, crop=True)
