"""Where the command line speaks: results on stdout, all else on stderr, and how a command ends."""

import errno
import json
import os
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from enum import IntEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TextIO

import typer

from exporters.errors import Advice, Refused, VerificationFailed, is_panic
from mobilec.cli.streams import Spoken, give_up_broken, plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PIPED_WIDTH = 160
"""Columns of a table that goes into a file or a pipe, where no terminal says how wide it is."""

DEBUG = "MOBILEC_DEBUG"
"""The environment variable that asks for tracebacks."""


class Status(IntEnum):
    """What the process ends with."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    UNVERIFIED = 3
    INTERRUPTED = 130


EXIT_STATUS = (
    "Exit status: 0 done, 1 refused or impossible, 2 wrong usage, 3 verification failed, "
    f"130 interrupted. {DEBUG}=1 shows tracebacks."
)


def console(stream: TextIO) -> "Console":
    """A rich console on a stream. A bracket is a bracket there, never a style: what is shown are
    labels, texts, names and paths, which may have any. What has a style is a ``Text``."""
    from rich.console import Console

    wide = None if stream.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    heard: Any = Spoken(stream) if stream is sys.stderr else stream
    return Console(file=heard, width=wide, highlight=False, emoji=False, markup=False)


def show(document: Mapping[str, Any], *parts: "RenderableType", as_json: bool) -> None:
    """The result of a command: one JSON document for machines, or ``parts`` for people."""
    if as_json:
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        people = console(sys.stdout)
        for part in parts:
            people.print(plain(part) if isinstance(part, str) else part)
    # Now, where it can still be said that there is no room for it.
    sys.stdout.flush()


@contextmanager
def failures(as_json: bool) -> Iterator[None]:
    """Turns every way in which work ends early into one message and an exit status."""
    try:
        with _advised():
            yield
    except typer.Exit:
        raise
    except BrokenPipeError:
        # Whoever read our output has seen enough (`mobilec models | head -1`); typer ends quietly.
        raise
    except VerificationFailed as failed:
        _end(str(failed), "verification", Status.UNVERIFIED, as_json, failed.findings)
    except KeyboardInterrupt:
        _end("interrupted; nothing was left half done", "interrupted", Status.INTERRUPTED, as_json)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        _end(_explained(error), _kind(error), Status.REFUSED, as_json)
    except BaseException as error:
        if os.environ.get(DEBUG) or not is_panic(error):
            raise
        _end(_explained(error), _kind(error), Status.REFUSED, as_json)


@contextmanager
def _advised() -> Iterator[None]:
    """Advice is a line on stderr, and no warning with a path; other warnings are as before."""
    others = warnings.showwarning

    def shown(message: Warning | str, category: type[Warning], *where: Any, **to: Any) -> None:
        if not issubclass(category, Advice):
            return others(message, category, *where, **to)
        people = console(sys.stderr)
        people.print(f"mobilec: {message}", style="yellow", soft_wrap=True)

    with warnings.catch_warnings():
        warnings.simplefilter("always", Advice)
        vars(warnings)["showwarning"] = shown
        yield


def _kind(error: BaseException) -> str:
    if isinstance(error, Refused) or _missing(error):
        return "refused"
    return "system" if isinstance(error, OSError) else "defect"


def _missing(error: BaseException) -> str:
    """The package of somebody else's that is not installed; "" where that is not what happened, as
    where a part of one that is there was not found."""
    if not isinstance(error, ModuleNotFoundError) or error.name is None:
        return ""
    package = error.name.partition(".")[0]
    return package if find_spec(package) is None else ""


def _explained(error: BaseException) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError):
        if error.errno == errno.EBADF and not error.filename:
            return "what was to be said has no place: stdout is closed"
        where = f"{error.filename}: " if error.filename else ""
        advice = "; free some, or choose another disk" if error.errno == errno.ENOSPC else ""
        return f"{where}{error.strerror or error}{advice}"
    if package := _missing(error):
        return (
            f"this needs the package {package}, which is not installed: pip install "
            "'mobilec[all]', or one of the targets, mobilec[android], [ios] or [onnx]"
        )
    return (
        f"mobilec has a defect: {type(error).__name__}: {error}; run it again with {DEBUG}=1 for "
        "the traceback, and report it"
    )


def _end(
    message: str, kind: str, status: Status, as_json: bool, findings: tuple[object, ...] = ()
) -> None:
    """Says how it ended, on stderr; a machine gets the same as a document on stdout."""
    if as_json:
        failed = [asdict(f) for f in findings if is_dataclass(f) and not isinstance(f, type)]
        error = {"kind": kind, "message": message, "findings": failed}
        with suppress(OSError):  # stdout may be what failed
            show({"error": error}, as_json=True)
    give_up_broken(sys.stdout)
    people = console(sys.stderr)
    people.print(f"mobilec: {plain(message)}", style="bold red", soft_wrap=True)
    if findings:
        from mobilec.cli.views.findings import findings_table

        people.print(findings_table(findings))
    raise typer.Exit(status)
