"""Apps and what they weigh, as `mobilec size --json` says."""

from dataclasses import dataclass
from pathlib import Path

from exporters.bundle.records import from_json
from exporters.errors import Refused
from exporters.outside.json_file import read_json
from mobilec.reporting.tables import Cell, Table
from mobilec.reporting.words import megabytes
from mobilec.web.size import ABI

_SENT = {
    ".apk": "at most: libraries compressed, and stores compress the rest too",
    ABI: "every file once, packed by gzip; a browser asks for those that it needs",
}
_SENT_BY_APPLE = "each file compressed; the App Store also encrypts code, which adds to it"
"""What the figure for the download of an app means, by the end of its name."""
_KEPT = {
    ".apk": " (without what the system compiles of it)",
    ABI: " (as the browser keeps it)",
}


@dataclass(frozen=True)
class AppPart:
    name: str
    download_bytes: int
    installed_bytes: int


@dataclass(frozen=True)
class Abi:
    """An app on phones of one ABI. ``apk_bytes``, ``copied_bytes``: of Android alone."""

    abi: str
    download_bytes: int
    installed_bytes: int
    parts: tuple[AppPart, ...]
    apk_bytes: int | None = None
    copied_bytes: int | None = None


@dataclass(frozen=True)
class App:
    """One app, for either system, or a site."""

    name: str
    abis: tuple[Abi, ...]

    @property
    def table(self) -> Table:
        """A row for each part, and the sum."""
        suffix = ABI if any(abi.abi == ABI for abi in self.abis) else Path(self.name).suffix
        rows = [
            (abi.abi, part.name, part.download_bytes, part.installed_bytes)
            for abi in self.abis
            for part in (*abi.parts, AppPart("all", abi.download_bytes, abi.installed_bytes))
        ]
        return Table(
            f"{self.name}: MB to download ({_SENT.get(suffix, _SENT_BY_APPLE)}) "
            f"and installed{_KEPT.get(suffix, '')}",
            ("part", "ABI", "download", "installed"),
            tuple(_row(abi, name, sent, kept) for abi, name, sent, kept in rows),
        )


def _row(abi: str, name: str, sent: int, kept: int) -> tuple[Cell, ...]:
    kind = "best" if name == "all" else ""
    sizes = (Cell(megabytes(size), kind) for size in (sent, kept))
    return (Cell(name), Cell(abi, "left"), *sizes)


def read_app(path: Path) -> App:
    """A document of `mobilec size APP --json`, or of `mobilec bundle --json`, which holds one."""
    document = read_json(path, f"mobilec size APP --json > {path}")
    if not isinstance(document, dict) or "abis" not in document or "path" not in document:
        raise Refused(f"{path} says nothing about an app; mobilec size APP --json > {path}")
    abis = tuple(from_json(Abi, abi, f"{path}: abis") for abi in document["abis"])
    return App(Path(document["path"]).name, abis)
