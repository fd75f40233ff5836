"""Text classification: a text, or a text and its pair, to a label."""

from typing import TYPE_CHECKING

from exporters.bundle.golden import Golden
from exporters.task import CLASSIFICATION
from exporters.tasks.task import Task

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from exporters.capture.capture import CaptureOptions
    from exporters.precision.rules import Precision
    from exporters.program import Program
    from exporters.verify.gates import Gates
    from exporters.verify.tolerance import Tolerance


class Classification:
    """See ``exporters.tasks.task.Task``."""

    name = CLASSIFICATION
    golden = Golden

    def capture(self, model: "PreTrainedModel", options: "CaptureOptions") -> "Program":
        """One method, ``forward``."""
        from exporters.capture.capture import capture_classifier

        return capture_classifier(model, options)

    def gates(self) -> "Gates":
        """See ``Task.gates``."""
        from exporters.verify import emulation
        from exporters.verify.classification import agreement, padding, parity, tokenizer, types
        from exporters.verify.classification.subject import ClassifierSubject
        from exporters.verify.gates import Gates

        return Gates(
            subject=ClassifierSubject,
            whole=tokenizer.check,
            running={
                "parity": parity.check,
                "emulation": emulation.check,
                "padding": padding.check,
                "token types": types.check,
                "agreement": agreement.check,
            },
        )

    def tolerances(self) -> "dict[Precision, Tolerance]":
        """See ``Task.tolerances``."""
        from exporters.precision.rules import Precision
        from exporters.verify.tolerance import Tolerance

        return {
            Precision.INT8: Tolerance(
                0.25,
                0.25,
                "weights and activations in 255 steps; of trained models sentiment-en needs 0.03, "
                "and bge-small-zh, the hardest, 0.18",
            ),
        }


TASK: Task = Classification()
