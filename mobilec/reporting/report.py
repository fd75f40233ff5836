"""Runs drawn for people, or laid out for spreadsheets: the door of this folder."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.whole.file import write_whole
from mobilec.benchmarking.run_file import read_run
from mobilec.reporting.apps import App, read_app
from mobilec.reporting.entries import Entry, entries
from mobilec.reporting.rows import as_csv, as_markdown, flat

FORMATS = ("html", "md", "csv")


@dataclass(frozen=True)
class Report:
    """Runs side by side.

    ``text``: of the format that was asked for. ``rows``: what it compares, as plain values.
    """

    text: str
    rows: tuple[dict[str, Any], ...]
    apps: tuple[App, ...]

    def write(self, path: Path) -> None:
        """Whole or not at all."""
        write_whole(self.text, path)

    def to_json(self) -> dict[str, Any]:
        return {"runs": list(self.rows), "apps": [asdict(app) for app in self.apps]}


def report(
    runs: Sequence[Path], app_sizes: Sequence[Path] = (), format_name: str = "html"
) -> Report:
    """Reads run.json files, or folders of them, and documents of `mobilec size --json`.

    Raises ``Refused``: a file that is none of those, two files of one run, an unknown format.
    """
    if format_name not in FORMATS:
        raise Refused(f"there is no format {format_name!r}; there are {', '.join(FORMATS)}")
    files = [file for path in runs for file in _files(path)]
    read = tuple(read_run(file) for file in files)
    if len({run.id for run in read}) < len(read):
        raise Refused("one run was given twice; give each file once")
    found = entries(read)
    apps = tuple(read_app(path) for path in app_sizes)
    text = _WRITTEN[format_name](found, apps)
    return Report(text, tuple(flat(entry) for entry in found), apps)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.glob("*.json"))
    if not found:
        raise Refused(f"{path} holds no .json file; mobilec bench -o {path} writes some")
    return found


def _page(found: Sequence[Entry], apps: Sequence[App]) -> str:
    try:
        from mobilec.reporting.page_file import page
    except ModuleNotFoundError as missing:
        raise Refused(
            f"the page needs the package {missing.name!r}, which is not installed: "
            "pip install 'mobilec[report]'; --as md and csv need none"
        ) from missing
    return page(found, apps)


_WRITTEN: dict[str, Callable[[Sequence[Entry], Sequence[App]], str]] = {
    "html": _page,
    "md": lambda found, _: as_markdown(found),
    "csv": lambda found, _: as_csv(found),
}
