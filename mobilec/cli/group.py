"""Words that have words below them, and that answer as fast as those."""

from typing import Any

from typer.core import TyperGroup


class Group(TyperGroup):
    """Nobody asks for the help of a group in `mobilec export --help`, and typer (0.29) imports
    pydantic to find out: its own option has None where an option of ours has False
    (benchmarks/README.md, "help")."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option
