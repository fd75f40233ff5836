"""What means the same in several commands is written once."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mobilec.cli import options

COMMANDS = Path(options.__file__).parent / "commands"
WORDS = {"Argument", "Option"}


def declared(source: str) -> Iterator[str]:
    """What of a file is an argument or an option with its words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WORDS and node.keywords:
            yield ast.unparse(node)


def repeated(sources: dict[str, str]) -> list[str]:
    """Arguments and options that several files spell alike, with the files."""
    found = defaultdict(set)
    for name, source in sources.items():
        for spelled in declared(source):
            found[spelled].add(name)
    return [f"{spelled}: {sorted(names)}" for spelled, names in found.items() if len(names) > 1]


def test_no_two_commands_spell_the_same_option() -> None:
    files = [Path(options.__file__), *sorted(COMMANDS.glob("*.py"))]
    assert repeated({file.name: file.read_text(encoding="utf-8") for file in files}) == []


def test_an_option_that_is_written_twice_is_found() -> None:
    one = 'json = typer.Option("--json", help="One document.")'
    other = 'json = typer.Option(\n    "--json",\n    help="One document.",\n)'
    (found,) = repeated({"a.py": one, "b.py": other, "c.py": one.replace("One", "Another")})
    assert found.endswith("['a.py', 'b.py']")
