"""The tasks that are served."""

from exporters.tasks import classification, translation
from exporters.tasks.names import CLASSIFICATION, TRANSLATION
from exporters.tasks.task import Task

TASKS: dict[str, Task] = {
    CLASSIFICATION: classification.TASK,
    TRANSLATION: translation.TASK,
}
"""Name to all that is known of it. A new task is a file and a line here."""
