"""Who watches browsers measure, several at once."""

from typing import Protocol, runtime_checkable

from exporters.progress import Progress


@runtime_checkable
class Watcher(Protocol):
    """``who``: a browser, as the terminal names it."""

    def opened(self, address: str, hints: tuple[str, ...]) -> None:
        """Browsers are answered from now on. ``hints``: what is to be known, a line each."""
        ...

    def heard(self, who: str, share: float, what: str) -> None:
        """How far a browser is with all of its jobs, 0 to 1, and with what."""
        ...

    def ended(self, who: str, what: str) -> None:
        """It has measured everything, or has nothing more to do."""
        ...


class Narrated:
    """Tells somebody who watches one thing at a time."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def opened(self, address: str, hints: tuple[str, ...]) -> None:
        for line in (f"open {address}", *hints):
            self._progress.doing(line)

    def heard(self, who: str, share: float, what: str) -> None:
        self._progress.doing(f"{who}: {what}, {share:.0%}")

    def ended(self, who: str, what: str) -> None:
        self._progress.doing(f"{who}: {what}")
