"""golden.json read back, as the goldens of the task that it names."""

from pathlib import Path

from exporters.bundle.golden import SCHEMA, Golden
from exporters.bundle.records import from_json
from exporters.bundle.translation_golden import TranslationGolden
from exporters.errors import Refused
from exporters.outside.json_file import read_json
from exporters.tasks.registry import TASKS


def read_golden(path: Path) -> Golden | TranslationGolden:
    """Reads and checks a golden.json."""
    document = read_json(path, "export the bundle again")
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise Refused(f"{path} is not a golden file of schema {SCHEMA}")
    task = document.get("task")
    if task not in TASKS:
        raise Refused(f"{path} is of the task {task!r}; known are {', '.join(TASKS)}")
    return from_json(TASKS[task].golden, document, str(path))
