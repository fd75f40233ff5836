"""What is asked of a task. Nothing that makes files is imported before it is asked for."""

from typing import TYPE_CHECKING, Protocol

from exporters.bundle.golden import Golden
from exporters.bundle.translation_golden import TranslationGolden

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from exporters.capture.capture import CaptureOptions
    from exporters.precision.rules import Precision
    from exporters.program import Program
    from exporters.verify.gates import Gates
    from exporters.verify.tolerance import Tolerance


class Task(Protocol):
    """One of ``exporters.task.TASKS``."""

    name: str
    """As manifests and transformers have it."""

    @property
    def golden(self) -> type[Golden] | type[TranslationGolden]:
        """What its golden.json holds."""
        ...

    def capture(self, model: "PreTrainedModel", options: "CaptureOptions") -> "Program":
        """The program of a model, proven equal to it."""
        ...

    def gates(self) -> "Gates":
        """What its bundles are held to."""
        ...

    def tolerances(self) -> "dict[Precision, Tolerance]":
        """Its own limits on golden sentences, where those of all tasks are too wide or too narrow.
        ``make test-real`` measures trained models, and benchmarks/README.md has the figures."""
        ...
