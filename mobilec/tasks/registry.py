"""The tasks that are served."""

from exporters.tasks.names import CLASSIFICATION, TRANSLATION
from mobilec.tasks import classification, translation
from mobilec.tasks.task import Task

TASKS: dict[str, Task] = {
    CLASSIFICATION: classification.TASK,
    TRANSLATION: translation.TASK,
}
"""Name, as manifests have it, to all that is known of it. A new task is a file and a line here."""


def task_of(name: str) -> Task:
    """The task of a checkpoint or a bundle, which were refused if it is none of these."""
    return TASKS[name]
