"""A task is one object: whole, light until a part is asked for, and on the one of the exporters."""

import dataclasses
import subprocess
import sys

import pytest

from exporters.tasks import registry
from exporters.tasks.task import Part
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import asked_for
from mobilec.tasks.registry import TASKS

PARTS = [
    (name, field.name)
    for name, known in TASKS.items()
    for field in dataclasses.fields(known)
    if isinstance(getattr(known, field.name), Part)
]


def test_both_floors_have_the_same_tasks():
    assert list(TASKS) == list(registry.TASKS)
    assert all(known.core is registry.TASKS[name] for name, known in TASKS.items())
    assert all(known.core.name == name for name, known in TASKS.items())


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_every_part_is_where_the_task_says(name: str, part: str) -> None:
    assert getattr(TASKS[name], part)() is not None


def test_no_part_is_of_two_tasks():
    parts = [getattr(TASKS[name], part) for name, part in PARTS]
    assert len(PARTS) == 20 and len(set(parts)) == len(parts)


@pytest.mark.parametrize("name", TASKS)
def test_what_is_asked_of_it_alone_is_unasked_at_first(name: str) -> None:
    assert asked_for(getattr(ExportOptions(), TASKS[name].options)) == []


def test_to_know_of_a_task_loads_nothing_heavy():
    ask = (
        "import sys, mobilec.tasks.registry; "
        "sys.exit(bool({'torch', 'transformers', 'onnxruntime'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
