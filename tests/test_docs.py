"""What the pages promise is what the code does."""

import ast
import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

import mobilec
from docs.tables import pages
from docs.tables.fields import told
from docs.tables.rooms import TOP, said
from exporters.backend import backend
from exporters.bundle.manifest import Limits
from exporters.families.registry import CLASSIFIERS, TRANSLATORS
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from exporters.tasks.names import CLASSIFICATION
from exporters.tasks.registry import TASKS
from mobilec.cli.main import app
from mobilec.cli.output import Status
from mobilec.compression.registry import METHODS, TRAINING
from mobilec.exporting.options import TARGETS
from tests.models import FAMILIES as TESTED
from tests.translation_models import FAMILIES as TESTED_TRANSLATORS
from tests.typed_commands import fault, typed

ROOT = Path(__file__).parent.parent
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.splitlines()
WRITTEN = [ROOT / name for name in TRACKED if name.endswith(".md") and (ROOT / name).is_file()]
MOST_WORDS = 900
"""Of the README."""


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def rows(page: str, first_cell: str) -> list[list[str]]:
    """The table rows whose first cell matches a pattern, as their cells."""
    cells = ([c.strip() for c in line.strip("|").split("|")] for line in text(page).splitlines())
    return [row for row in cells if len(row) > 1 and re.fullmatch(first_cell, row[0])]


def names(page: str, first_cell: str) -> set[str]:
    return {row[0].strip("`") for row in rows(page, first_cell)}


def test_the_tables_are_those_of_the_code():
    assert pages.stale() == [], "run python -m docs.tables"


def test_every_table_stands_in_a_page():
    shown = [name for page in pages.PAGES for name in pages.named(text(str(page)))]
    assert sorted(shown) == sorted(pages.TABLES)


def test_a_table_that_was_left_behind_is_found():
    now = pages.written("<!-- table: targets -->\n<!-- end of table -->\n")
    assert "`android`" in now and pages.written(now) == now
    assert pages.written(now.replace("android", "toaster")) == now
    with pytest.raises(KeyError):
        pages.written("<!-- table: toasters -->\n<!-- end of table -->\n")


@pytest.mark.parametrize("name", [name for name in mobilec._TAKEN if name.endswith("Options")])
def test_every_option_is_explained(name):
    option = getattr(mobilec, name)
    assert [field.name for field in fields(option) if field.name not in told(option)] == []


def test_what_a_class_says_of_its_fields_is_found():
    assert told(Limits)["longest_target"] == "of a translation, without its start token"


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_precision_has_a_cell_where_the_format_has_it(format_name):
    (head,) = rows("docs/models.md", "`--precision`")
    at = head.index(f"`{backend(format_name).suffix(1, 18)}`")
    cells = {row[0].strip("`"): row[at] for row in rows("docs/models.md", "`(int8|fp)[^ ]*`")}
    assert set(cells) == {precision.value for precision in Precision}
    served = {name for name, cell in cells.items() if cell}
    assert served == {precision.value for precision in backend(format_name).precisions}


def test_every_family_is_named_and_tested():
    named = names("docs/models.md", "`[a-z0-9-]+`")
    assert named >= set(CLASSIFIERS) and set(CLASSIFIERS) <= set(TESTED)


def test_every_translator_is_named_and_tested():
    named = names("docs/models.md", "`[a-z0-9_]+`")
    assert named >= set(TRANSLATORS) and set(TRANSLATORS) <= set(TESTED_TRANSLATORS)


def test_the_readme_counts_the_families():
    numbers = {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
    (told_of,) = re.findall(r"(\w+) families of classifiers\s+and (\w+) of", text("README.md"))
    assert [numbers[word] for word in told_of] == [len(CLASSIFIERS), len(TRANSLATORS)]


def test_every_command_has_a_row():
    shown = {name.split()[1] for name in names("docs/commands.md", "`mobilec .*`")}
    commands = {command.callback.__name__ for command in app.registered_commands}
    assert shown == commands | {group.typer_instance.info.name for group in app.registered_groups}


def test_every_method_of_compression_has_a_row():
    assert names("docs/compressing.md", "`[a-z]+(-[a-z]+)?`") >= set(METHODS)


def test_every_method_of_compression_has_its_paper():
    cited = yaml.safe_load(text("CITATION.cff"))
    assert cited["version"] == mobilec.__version__
    notes = " ".join(paper["notes"] for paper in cited["references"])
    assert [name for name in METHODS if name not in TRAINING and name not in notes] == []


def test_every_target_has_a_row():
    assert names("docs/models.md", "`[a-z]+`") >= set(TARGETS)


def test_every_status_has_a_row():
    shown = {int(name) for name in names("docs/commands.md", r"\d+")}
    assert shown == {status.value for status in Status}


def test_every_gate_has_a_row():
    told_of = names("docs/verification.md", "[a-z0-9 ]+")
    assert all(set(TASKS[task].gates().each) <= told_of for task in TASKS)


def test_every_reason_and_note_of_a_run_is_explained():
    source = text("mobilec/benchmarking/validity.py")
    codes = set(re.findall(r'(?:Reason|Note)\(\s*"(\w+)"', source))
    told_of = (
        text("docs/benchmarking.md").split("## What makes a run not valid")[1].split("\n## ")[0]
    )
    assert "spread" in codes and [code for code in codes if f"`{code}`" not in told_of] == []


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of titles."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_it_links_to_is_there(page):
    for link in re.findall(r"\]\((?!https?:)([^)]*)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        place = page.parent / name if name else page
        assert place.exists(), link
        assert not anchor or anchor in anchors(place), link


def test_every_row_that_a_docstring_names_is_there():
    sources = [ROOT / name for name in TRACKED if re.match(r"(mobilec|exporters)/.*\.py$", name)]
    words = (
        " ".join(file.read_text(encoding="utf-8").replace("#", " ").split()) for file in sources
    )
    named = {
        name for text in words for name in re.findall(r'benchmarks/README\.md, "([^"]+)"', text)
    }
    assert named and named <= names("benchmarks/README.md", "[^|`]+")


def test_the_readme_leads_to_every_page():
    linked = set(re.findall(r"\]\((docs/\w+\.md)", text("README.md")))
    assert linked == {page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").glob("*.md")}


def test_the_readme_is_short():
    assert len(text("README.md").split()) <= MOST_WORDS


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_in_it_can_be_typed(page):
    lines = list(typed(page.read_text(encoding="utf-8")))
    assert [f"{line}: {wrong}" for line in lines if (wrong := fault(line))] == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("mobilec exprot a", "no command exprot"),
        ("mobilec train a", "no command train a"),
        ("mobilec export a --traget ios", "no option --traget"),
        ("mobilec export a --target toaster", "cannot be 'toaster'"),
        ("mobilec recipes a", "takes no a"),
        ("make dmeo", "no target dmeo"),
        ("python -m docs.tabels", "no module docs.tabels"),
        ("python -m no_such_module", "no module no_such_module"),
        ("python examples/translte.py", "no examples/translte.py"),
    ],
)
def test_what_cannot_be_typed_is_found(line, wrong):
    assert wrong in fault(line)


PAGE = """A `make demo`.

    mobilec export a \\
        --ios 17

makes a
```sh
make test  # b
```
"""


def test_commands_are_found_in_blocks_and_in_text():
    assert list(typed(PAGE)) == ["mobilec export a --ios 17", "make test # b", "make demo"]


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_its_python_is_python_and_its_names_are_public(page):
    for block in re.findall(r"```python\n(.*?)```", text(str(page)), re.S):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "mobilec":
                assert node.attr in mobilec.__all__, node.attr


def test_every_room_is_drawn():
    drawn = text("docs/architecture.md").split("```text\n")[1].split("```")[0]
    folders = {line.split("/ ")[0].strip() for line in drawn.splitlines()}
    packages = [p for room in ("exporters", "mobilec") for p in (ROOT / room).rglob("__init__.py")]
    assert folders >= {package.parent.name for package in packages}
    assert all((ROOT / room).is_dir() for room in TOP)


def test_a_room_without_words_is_found(tmp_path, monkeypatch):
    (tmp_path / "__init__.py").touch()
    monkeypatch.setattr("docs.tables.rooms.ROOT", tmp_path.parent)
    with pytest.raises(ValueError, match="say in a docstring"):
        said(tmp_path)


def test_every_file_to_touch_is_there():
    lists = text("CONTRIBUTING.md").split("## How to add")[1].split("## Releases")[0]
    places = [name for name in re.findall(r"`([\w./-]+/[\w./-]+)`", lists)]
    assert places and [name for name in places if not (ROOT / name).exists()] == []


def test_every_registry_of_tasks_is_named():
    """A task is a line in each file where a dictionary has the tasks as its keys."""
    rule = re.compile(r"[{ ]CLASSIFICATION: ")
    own = [file for room in ("exporters", "mobilec") for file in (ROOT / room).rglob("*.py")]
    found = [file for file in own if rule.search(file.read_text(encoding="utf-8"))]
    listed = text("CONTRIBUTING.md").split("**A task**")[1].split("**A gate**")[0]
    assert CLASSIFICATION and found
    assert [file.name for file in found if f"{file.name}`" not in listed] == []
