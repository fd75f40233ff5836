"""A bundle for a command that runs one task."""

from pathlib import Path

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import ProgramFile
from exporters.errors import Refused
from mobilec.tasks.registry import task_of


def opened(folder: Path, task: str | None, format_name: str | None) -> tuple[Bundle, ProgramFile]:
    """The bundle and its program of a format, or its first one. ``task``: that it is to do; None
    takes any."""
    bundle = Bundle.open(folder)
    does = bundle.manifest.task
    if task is not None and does != task:
        raise Refused(
            f"{folder} does {does}, and mobilec {command_of(task)} runs {task}; use "
            f"mobilec {command_of(does)}"
        )
    return bundle, bundle.manifest.program(format_name or bundle.manifest.files[0].format)


def command_of(task: str) -> str:
    """What runs a text through a bundle of it."""
    return task_of(task).wording.command
