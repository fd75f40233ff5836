"""Imports of web_demo/src run one way, from the page down to what a document is, in no circle."""

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.web_demo.npm import DEMO

SOURCES = DEMO / "src"
STOREYS = (
    ("json",),
    ("manifest",),
    ("engine", "text"),
    ("decode",),
    ("run",),
    ("goldens",),
    ("benchmark",),
    ("storage",),
    ("worker",),
    ("offline",),
    ("page",),
)
"""Rooms from below. A room may import from itself and from those of lower storeys."""
MOST_LINES = 300
_IMPORT = re.compile(r'^(?:import|export)\s(?P<what>[^;"]*?)\bfrom\s"(?P<place>\.[^"]*)"', re.M)
_BARE = re.compile(r'^import "(?P<place>\.[^"]*)"', re.M)


def imports(file: Path) -> Iterator[tuple[Path, bool]]:
    """The files that one names, each without its end, and whether anything but types is taken."""
    text = file.read_text(encoding="utf-8")
    for found in _IMPORT.finditer(text):
        yield (file.parent / found["place"]).resolve(), _takes_values(found["what"])
    for found in _BARE.finditer(text):
        yield (file.parent / found["place"]).resolve(), True


def _takes_values(what: str) -> bool:
    if what.startswith("type "):
        return False
    names = [name.strip() for name in what.strip("{} \n").split(",")]
    return any(name and not name.startswith("type ") for name in names)


def room(place: Path, sources: Path) -> str:
    """The outer room of a file; "" of one that stands beside the rooms."""
    parts = place.relative_to(sources).parts
    return parts[0] if len(parts) > 1 else ""


def upward(sources: Path) -> list[str]:
    """Imports of a room that is not below."""
    storey = {name: height for height, names in enumerate(STOREYS) for name in names}
    wrong = []
    for file in sorted(sources.rglob("*.ts")):
        own = room(file, sources)
        for place, _ in imports(file):
            other = room(place, sources)
            if own != other and other and storey.get(own, -1) <= storey.get(other, len(STOREYS)):
                wrong.append(f"{file.relative_to(sources)} imports {other}")
    return wrong


def circle(sources: Path) -> list[str]:
    """Files that import each other's values in a circle; none in a good tree."""
    graph: Mapping[str, list[str]] = {
        file.with_suffix("").relative_to(sources).as_posix(): [
            place.relative_to(sources).as_posix() for place, values in imports(file) if values
        ]
        for file in sources.rglob("*.ts")
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_every_room_has_its_storey() -> None:
    known = {name for names in STOREYS for name in names}
    assert {folder.name for folder in SOURCES.iterdir() if folder.is_dir()} <= known


def test_imports_go_down() -> None:
    assert upward(SOURCES) == []


def test_files_import_each_other_in_no_circle() -> None:
    assert circle(SOURCES) == []


@pytest.mark.parametrize("folder", ["src", "test", "e2e", "peers"])
def test_files_have_one_subject(folder: str) -> None:
    long = [
        file.relative_to(DEMO).as_posix()
        for file in (DEMO / folder).rglob("*.ts")
        if not file.stem.endswith("Tables")
        and len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]
    assert long == []


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    for name, text in {
        "json/Fields.ts": 'import { Bpe } from "../text/Bpe";\nexport class Fields {}\n',
        "text/Bpe.ts": 'import { type Fields, record } from "../json/Fields";\n',
        "page/Main.ts": 'import "../text/Bpe";\nexport * from "../json/Fields";\n',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert upward(tmp_path) == ["json/Fields.ts imports text"]
    assert sorted(set(circle(tmp_path))) == ["json/Fields", "text/Bpe"]
    (tmp_path / "text/Bpe.ts").write_text('import type { Fields } from "../json/Fields";\n')
    assert circle(tmp_path) == []
