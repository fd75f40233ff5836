"""The seconds of each stage, for the result, while somebody else watches too."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from exporters.progress import Progress


class Stages:
    """A ``Progress`` that passes everything on and keeps the seconds of each stage."""

    def __init__(self, watcher: Progress) -> None:
        self._watcher = watcher
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        try:
            with self._watcher.stage(name):
                yield
        finally:
            spent = time.monotonic() - start
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)

    def doing(self, detail: str) -> None:
        self._watcher.doing(detail)
