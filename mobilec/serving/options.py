"""How browsers reach the page."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

PORT = 8427
"""Always the same where nobody asks for another: to a browser another port is another site, and
what it has stored of this one is not there."""
LARGEST_PORT = 65535


@dataclass(frozen=True)
class ReachOptions:
    """How browsers reach the page, and which page.

    ``lan``: from the network of this machine, and not from this machine alone. ``port``: None for
    8427, or a free one where that is taken. ``app``: the project of the page or a finished one;
    None for the page of this clone, or of the wheel.
    """

    lan: bool = False
    port: int | None = None
    app: Path | None = None

    def __post_init__(self) -> None:
        if self.port is not None and not 0 < self.port <= LARGEST_PORT:
            raise Refused(f"--port {self.port} is no port; there are 1 to {LARGEST_PORT}")


@dataclass(frozen=True)
class ServeOptions:
    """What `mobilec serve` shows.

    ``bundles``: folders. ``reach``: how browsers find them, by which page.
    """

    bundles: tuple[Path, ...]
    reach: ReachOptions = ReachOptions()

    def __post_init__(self) -> None:
        if not self.bundles:
            raise Refused("no bundle was named; give the folder of one or more")
