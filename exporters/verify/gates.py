"""All gates of a bundle, from its files alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.progress import Progress
from exporters.tasks.registry import TASKS
from exporters.verify import arithmetic, dtypes, int8_form, interface, manifest, stored
from exporters.verify.constants import gate as constants
from exporters.verify.finding import Finding
from exporters.verify.original import Original
from exporters.verify.subject import Subject


@dataclass(frozen=True)
class Gates:
    """Of one task. ``whole``: of the bundle itself. ``running``: of every program as it runs, by
    name, cheap ones first; they are given a ``subject``, after those of every file."""

    subject: type[Subject]
    whole: Callable[[Bundle], Finding]
    running: dict[str, Callable[[Any], Finding]]

    @property
    def each(self) -> dict[str, Callable[[Any], Finding]]:
        """Those of the file, then those of the running program."""
        return FILE_GATES | self.running


FILE_GATES: dict[str, Callable[[Subject], Finding]] = {
    "arithmetic": arithmetic.check,
    "interface": interface.check,
    "manifest": manifest.check,
    "dtypes": dtypes.check,
    "int8 form": int8_form.check,
    "stored bytes": stored.check,
    "constants": constants.check,
}
"""Of every task. A new gate is a file and a line here, or in ``gates.py`` of its task."""


def verify(
    bundle: Bundle, progress: Progress, original: Original | None = None
) -> tuple[Finding, ...]:
    """The findings of every gate, for the bundle and for each of its programs. ``original``: what
    it was made from; without it the gates that compare with that say so, and pass."""
    task = bundle.manifest.task
    if task not in TASKS:
        raise Refused(f"the bundle is of the task {task!r}; known are {', '.join(TASKS)}")
    gates: Gates = TASKS[task].gates()
    progress.doing("tokenizer")
    findings = [gates.whole(bundle)]
    for file in bundle.manifest.files:
        named = [method.name for method in file.methods]
        subject = gates.subject(bundle, file, original and original.of_file(named))
        for name, check in gates.each.items():
            progress.doing(f"{file.path}: {name}")
            findings.append(check(subject))
    return tuple(findings)
