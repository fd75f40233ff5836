"""golden.json read back, as the goldens of the task that it names."""

import json
from pathlib import Path

from exporters.bundle.golden import SCHEMA, Golden
from exporters.bundle.records import from_json
from exporters.bundle.translation_golden import TranslationGolden
from exporters.errors import Refused
from exporters.tasks.registry import TASKS


def read_golden(path: Path) -> Golden | TranslationGolden:
    """Reads and checks a golden.json."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as broken:
        raise Refused(f"{path} cannot be read ({broken}); export the bundle again") from broken
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise Refused(f"{path} is not a golden file of schema {SCHEMA}")
    task = document.get("task")
    if task not in TASKS:
        raise Refused(f"{path} is of the task {task!r}; known are {', '.join(TASKS)}")
    return from_json(TASKS[task].golden, document, str(path))
