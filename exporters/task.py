"""The tasks by their names, as manifests and transformers have them."""

from importlib import import_module
from typing import Any

CLASSIFICATION = "text-classification"
TRANSLATION = "translation"

TASKS = {
    CLASSIFICATION: "exporters.tasks.classification",
    TRANSLATION: "exporters.tasks.translation",
}
"""Name to the file that says all of it. A new task is a file and a line here."""


def task_of(name: str) -> Any:
    """An ``exporters.tasks.task.Task``. Found by its name, as it leads to all rooms, and some of
    those ask here."""
    return import_module(TASKS[name]).TASK
