"""The tasks that can be exported."""

from exporters.errors import Refused
from exporters.task import CLASSIFICATION, TRANSLATION
from mobilec.exporting.classification import Classification
from mobilec.exporting.options import TASK_OPTIONS, ExportOptions
from mobilec.exporting.task import Task
from mobilec.exporting.translation import TranslationTask

TASKS: dict[str, Task] = {
    CLASSIFICATION: Classification(),
    TRANSLATION: TranslationTask(),
}
"""Name to what exports it. A new task is a file and a line here."""


def task_of(name: str) -> Task:
    """The task of a checkpoint."""
    if name not in TASKS:
        raise Refused(f"the task {name!r} cannot be exported; these can: {', '.join(TASKS)}")
    return TASKS[name]


def refuse_idle(name: str, options: ExportOptions) -> None:
    """An option that would do nothing for a task is an error."""
    for field, flag in TASK_OPTIONS.items():
        if getattr(options, field) in (None, False) or field in task_of(name).serves:
            continue
        who = ", ".join(task for task, known in TASKS.items() if field in known.serves)
        raise Refused(f"{flag} does nothing for {name}, only for {who}; leave it out")
