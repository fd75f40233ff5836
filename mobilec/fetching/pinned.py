"""Holds what was fetched against the sha256 that this version of mobilec was made with."""

from pathlib import Path

from exporters.bundle.digest import digest
from exporters.errors import Refused


def refuse_changed(file: Path, sha256: str, origin: str) -> None:
    """Refuses a fetched file that is not the pinned one."""
    found, _ = digest(file)
    if found != sha256:
        raise Refused(
            f"{origin} has the sha256 {found}; this version of mobilec was made with {sha256}. "
            "Nothing of it was used: look whether a mirror changed it"
        )
