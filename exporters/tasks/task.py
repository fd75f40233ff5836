"""What is known of a task: what is light at once, and each room's part when that room asks."""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from exporters.bundle.golden import Golden
from exporters.bundle.translation_golden import TranslationGolden


@dataclass(frozen=True)
class Part:
    """A name in a module, which is not loaded before somebody calls this: to know of a task is to
    load nothing, and a room may ask for a task that leads to it."""

    module: str
    name: str

    def __call__(self) -> Any:
        return getattr(import_module(self.module), self.name)


@dataclass(frozen=True)
class Task:
    """One of ``exporters.tasks.registry.TASKS``. ``golden``: what its golden.json holds.

    The parts: ``capture``, from a model and ``CaptureOptions`` to a program proven equal to it.
    ``gates``: its ``exporters.verify.gates.Gates``. ``tolerances``: its own limits on golden
    sentences, by precision, where ``exporters.verify.tolerance`` has others for any task.
    """

    name: str
    golden: type[Golden] | type[TranslationGolden]
    capture: Part
    gates: Part
    tolerances: Part
