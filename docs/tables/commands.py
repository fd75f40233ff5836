"""The command line as its own parser knows it: what can be typed, and how it ends."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import typer

from docs.tables.markdown import code, codes, table
from mobilec.cli.main import app
from mobilec.cli.output import EXIT_STATUS


def known() -> dict[str, Any]:
    """Every command by its words: ``export``, ``train classify``."""
    return dict(_under(typer.main.get_command(app), ()))


def _under(group: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _under(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


def commands() -> str:
    """Each in a line."""
    rows = ((code(f"mobilec {words}"), command.help) for words, command in known().items())
    return table(("command", "what it does"), rows)


def statuses() -> str:
    """How a process ends."""
    found = re.findall(r"(\d+) ([^,.]+)", EXIT_STATUS.partition(":")[2].partition(". ")[0])
    return table(("exit status", "meaning"), found)


def reference() -> str:
    """Every option of every command."""
    return "\n\n".join(_section(words, command) for words, command in known().items())


def _section(words: str, command: Any) -> str:
    shown = [parameter for parameter in command.params if not parameter.hidden]
    rows = [(_named(each), each.help or "", _unasked(each)) for each in shown]
    title = f"### mobilec {words}\n\n{command.help}"
    return f"{title}\n\n{table(('', 'what it says', 'unasked'), rows)}" if rows else title


def _named(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return code(parameter.metavar or parameter.name.upper())
    named = codes([*parameter.opts, *parameter.secondary_opts])
    return f"{named} {parameter.metavar or '|'.join(choices(parameter))}".strip()


def choices(parameter: Any) -> list[str]:
    """The words that it can be, where they are counted."""
    words = (parameter.metavar or "").split("|")
    if len(words) > 1 and all(map(str.islower, words)):
        return words
    hint = parameter.type_descriptor.annotation
    kinds = [kind for kind in (hint, *get_args(hint)) if isinstance(kind, type)]
    return [member.value for kind in kinds if issubclass(kind, Enum) for member in kind]


def _unasked(parameter: Any) -> str:
    if parameter.required:
        return "must be given"
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    usual = getattr(parameter.default, "value", parameter.default)
    return "" if usual is False or usual in (None, "", ()) or callable(usual) else code(usual)
