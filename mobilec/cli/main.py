"""The command `mobilec`: which words it knows. Each command stands in a file of its name."""

import os
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

import mobilec
from mobilec.cli.commands.arm import arm
from mobilec.cli.commands.bench import bench
from mobilec.cli.commands.bundle import bundle
from mobilec.cli.commands.classify import classify
from mobilec.cli.commands.compress import compress
from mobilec.cli.commands.evaluate import evaluate
from mobilec.cli.commands.export import export
from mobilec.cli.commands.inspect import inspect
from mobilec.cli.commands.models import models
from mobilec.cli.commands.recipes import recipes
from mobilec.cli.commands.report import report
from mobilec.cli.commands.search import search
from mobilec.cli.commands.serve import serve
from mobilec.cli.commands.shortlist import shortlist
from mobilec.cli.commands.size import size
from mobilec.cli.commands.teach import teach
from mobilec.cli.commands.train import train
from mobilec.cli.commands.translate import translate
from mobilec.cli.commands.verify import verify
from mobilec.cli.group import Group
from mobilec.cli.output import DEBUG, EXIT_STATUS, failures
from mobilec.cli.streams import give_up_broken, open_closed

app = typer.Typer(
    name="mobilec",
    cls=Group,
    help="Transformers made small, exported, verified and measured for Android and iOS.",
    epilog=EXIT_STATUS,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Drawing it by rich takes as long as all the rest of it (benchmarks/README.md, "help").
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    compress,
    search,
    export,
    inspect,
    verify,
    evaluate,
    classify,
    translate,
    shortlist,
    teach,
    bundle,
    size,
    serve,
    bench,
    report,
    models,
    recipes,
):
    app.command(epilog=EXIT_STATUS)(command)
app.add_typer(train)
app.add_typer(arm)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"mobilec {mobilec.__version__}")
        raise typer.Exit


def _ask_for_tracebacks(asked: bool) -> None:
    if asked:
        os.environ[DEBUG] = "1"


@app.callback()
def common(
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Say it and end."),
    ] = False,
    debug: Annotated[  # noqa: ARG001 - its callback sets the environment, also of child processes
        bool,
        typer.Option("--debug", callback=_ask_for_tracebacks, help="Show tracebacks of errors."),
    ] = False,
) -> None:
    """What every command understands."""


_ENDING = ("SIGTERM", "SIGHUP")
"""Asked to end by the system, and by a terminal that was closed."""


def main() -> None:
    """The entry point of the installed script."""
    for name in _ENDING:
        number = getattr(signal, name, None)
        # nohup has SIGHUP ignored, and so it stays.
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)
    open_closed()
    try:
        with failures(as_json=False):
            app()
    except typer.Exit as ended:
        raise SystemExit(ended.exit_code) from ended
    finally:
        give_up_broken(sys.stdout)


def _end(number: int, _: FrameType | None) -> None:
    """Ends as an exception does, so that a folder that is half built is taken away."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
