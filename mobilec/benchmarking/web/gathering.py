"""All browsers of a run: who they are, what each is asked, and when it is over."""

import asyncio
import time
from dataclasses import replace

from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.web.course import Asked, Course
from mobilec.benchmarking.web.visitor import Visitor, label, named
from mobilec.benchmarking.web.watcher import Watcher

MOST = 64
"""Browsers of one run, those that went away included."""
GOODBYE_S = 10.0
"""How long a browser that has measured everything is waited for to hear so."""
TOLD_EVERY_S = 0.5


class Gathering:
    """``asked``: the same of every browser. What changes it is called on the server's own thread;
    documents are read and written on others (see ``Visitor.busy``)."""

    def __init__(self, asked: Asked, watcher: Watcher) -> None:
        self._asked, self._watcher = asked, watcher
        self._visitors: dict[str, Visitor] = {}
        self._enough = asyncio.Event()
        self._told: dict[int, tuple[str, float]] = {}
        self._changed = asyncio.Event()

    @property
    def options(self) -> BenchOptions:
        return self._asked.options

    @property
    def is_full(self) -> bool:
        return len(self._visitors) >= MOST

    def welcome(self, said: object) -> Visitor:
        number = len(self._visitors) + 1
        visitor = Visitor(number, label(said), Course(self._asked, named(number)))
        self._visitors[visitor.id] = visitor
        self._watcher.heard(str(visitor), 0.0, "is here")
        return visitor

    def find(self, identity: str) -> Visitor | None:
        return self._visitors.get(identity)

    def tell(self, visitor: Visitor, share: float, what: str) -> None:
        """New words at once, and how far it is once in a while."""
        course, now = visitor.course, time.monotonic()
        before, at = self._told.get(visitor.number, ("", 0.0))
        if what != before or now - at >= TOLD_EVERY_S:
            self._told[visitor.number] = what, now
            whole = (course.done + share) / course.of
            self._watcher.heard(str(visitor), min(1.0, whole), what)

    def answered(self, visitor: Visitor, what: str) -> None:
        """A job of it is over."""
        course = visitor.course
        if not course.is_over:
            self.tell(visitor, 0.0, what)
            return
        self._watcher.ended(str(visitor), what)
        if len([each for each in self._visitors.values() if each.course.is_over]) >= (
            self.options.web.devices
        ):
            self._enough.set()

    def goodbye(self, visitor: Visitor) -> None:
        """It was told that there is no more to do."""
        visitor.heard_the_end = True
        self._changed.set()

    async def over(self) -> None:
        """Until as many browsers have measured everything as were asked for, and know it."""
        await self._enough.wait()
        try:
            async with asyncio.timeout(GOODBYE_S):
                while not self._all_know():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            pass

    def _all_know(self) -> bool:
        over = (each for each in self._visitors.values() if each.course.is_over)
        return all(each.heard_the_end for each in over)

    def result(self) -> BenchResult:
        """Of all browsers, in the order of their arrival."""
        whole = BenchResult((), (), {})
        for visitor in self._visitors.values():
            found = visitor.course.result()
            failures = {f"{name}, {visitor}": why for name, why in found.failures.items()}
            whole = replace(
                whole,
                runs=whole.runs + found.runs,
                files=whole.files + found.files,
                failures=whole.failures | failures,
            )
        return replace(whole, interrupted=not self._enough.is_set())
