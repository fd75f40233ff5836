"""What a session asks of a device, be it this machine or a phone."""

from contextlib import AbstractContextManager
from typing import Protocol

from exporters.bundle.bundle import Bundle
from exporters.progress import Progress
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.run import Run
from mobilec.benchmarking.variants import Variant


class Crashed(Exception):
    """The process of one variant ended without a result; the message says how, and its last words.

    The other variants are measured all the same.
    """


class Device(Protocol):
    """``engines``: formats that it runs."""

    engines: tuple[str, ...]

    def obstacle(self, bundle: Bundle, engine: str) -> str:
        """Why it cannot run a program of a bundle though it has the engine, or ""."""
        ...

    def prepared(
        self, variants: tuple[Variant, ...], progress: Progress
    ) -> AbstractContextManager[None]:
        """Everything that comes before the first process, and is put back after the last."""
        ...

    def measure(self, job: Job, heard: "Heard") -> Run:
        """One fresh process, and the document that it wrote; ``Crashed`` where it wrote none."""
        ...


class Heard(Protocol):
    """Told where a process is: the share that is done, 0 to 1, and with what."""

    def __call__(self, share: float, what: str) -> None: ...
