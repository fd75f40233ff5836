"""How long work tells its caller where it is: stages, and inside a stage what it is doing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Progress(Protocol):
    """Somebody who watches: the command line draws a bar, a library call mostly watches nothing."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """A named stretch of the work; its seconds are counted from entry to exit."""
        ...

    def doing(self, detail: str) -> None:
        """What the current stage is busy with."""
        ...


class Silent:
    """Watches nothing."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:  # noqa: ARG002
        yield

    def doing(self, detail: str) -> None:
        pass
