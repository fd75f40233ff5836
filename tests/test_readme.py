"""What README.md promises is what the code does."""

import re
from pathlib import Path

import pytest

from exporters.backend import backend
from exporters.capture.families import FAMILIES
from exporters.capture.translation.families import FAMILIES as TRANSLATORS
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from exporters.verify.gates import GATES
from mobilec.cli.main import app
from mobilec.cli.output import Status
from mobilec.compression.registry import METHODS
from tests.models import FAMILIES as TESTED
from tests.translation_models import FAMILIES as TESTED_TRANSLATORS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COLUMNS = ("executorch", "onnx", "coreml")
"""Formats in the order of the README's tables."""


def rows(first_cell: str) -> list[list[str]]:
    """The table rows whose first cell matches a pattern, as their cells."""
    cells = ([c.strip() for c in line.strip("|").split("|")] for line in README.splitlines())
    return [row for row in cells if len(row) > 1 and re.fullmatch(first_cell, row[0])]


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_precision_has_a_cell_where_the_format_has_it(format_name):
    at = 1 + COLUMNS.index(format_name)
    cells = {row[0].strip("`"): row[at] for row in rows("`(int8|fp)[^ ]*`")}
    assert set(cells) == {precision.value for precision in Precision}
    served = {name for name, cell in cells.items() if cell}
    assert served == {precision.value for precision in backend(format_name).precisions}


def test_every_family_is_named_and_tested():
    named = {plain(name) for row in rows(".*BERT.*") for name in row[0].split("(")[0].split(",")}
    assert named == {plain(family) for family in FAMILIES}
    assert named <= {plain(family) for family in TESTED}


def test_every_translator_is_named_and_tested():
    cells = [row[0].split("(")[0] for row in rows("Marian.*|T5.*")]
    named = {plain(name).replace("m2m100", "m2m_100") for cell in cells for name in cell.split(",")}
    assert named == set(TRANSLATORS)
    assert named <= set(TESTED_TRANSLATORS)


def plain(family: str) -> str:
    """``XLM-RoBERTa`` and ``xlm-roberta`` are one family."""
    return family.strip().lower()


def test_every_command_has_a_row():
    told = {row[0].split()[1].strip("`") for row in rows("`mobilec .*`")}
    commands = {command.callback.__name__ for command in app.registered_commands}
    assert told == commands | {group.typer_instance.info.name for group in app.registered_groups}


def test_every_method_of_compression_has_a_row():
    assert {row[0].strip("`") for row in rows("`[a-z]+(-[a-z]+)?`")} >= set(METHODS)


def test_every_status_has_a_row():
    assert {int(row[0]) for row in rows(r"\d+")} == {status.value for status in Status}


def test_every_gate_has_a_row():
    assert all(rows(name) for gates in GATES.values() for name in gates.each)


def test_every_file_it_links_to_is_there():
    links = re.findall(r"\]\(([^)h][^)]*)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_room_it_draws_is_there():
    drawn = README.split("## Where things stand")[1].split("`exporters` never")[0]
    room = ""
    for line in filter(None, drawn.splitlines()):
        name = line.split()[0]
        room = name if line.startswith("    " + name) else room
        place = ROOT / (name if name == room else room + name)
        assert place.is_dir() if name.endswith("/") else place.is_file(), line
