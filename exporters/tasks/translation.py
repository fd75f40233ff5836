"""Translation: a text to a text, a sentence at a time."""

from typing import TYPE_CHECKING

from exporters.bundle.translation_golden import TranslationGolden
from exporters.task import TRANSLATION
from exporters.tasks.task import Task

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from exporters.capture.capture import CaptureOptions
    from exporters.precision.rules import Precision
    from exporters.program import Program
    from exporters.verify.gates import Gates
    from exporters.verify.tolerance import Tolerance


class Translation:
    """See ``exporters.tasks.task.Task``."""

    name = TRANSLATION
    golden = TranslationGolden

    def capture(self, model: "PreTrainedModel", options: "CaptureOptions") -> "Program":
        """Two methods, ``encode`` and ``decode``."""
        from exporters.capture.translation.capture import TranslationOptions, capture_translation

        asked = TranslationOptions(options.max_length, options.max_target, options.hypotheses)
        return capture_translation(model, asked)

    def gates(self) -> "Gates":
        """See ``Task.gates``."""
        from exporters.verify import emulation
        from exporters.verify.gates import Gates
        from exporters.verify.translation import (
            agreement,
            cache,
            limits,
            padding,
            parity,
            rows,
            search,
            words,
        )
        from exporters.verify.translation.subject import TranslatorSubject

        return Gates(
            subject=TranslatorSubject,
            whole=words.check,
            running={
                "row tables": rows.check,
                "limits": limits.check,
                "parity": parity.check,
                "emulation": emulation.check,
                "padding": padding.check,
                "cache": cache.check,
                "agreement": agreement.check,
                "search": search.check,
            },
        )

    def tolerances(self) -> "dict[Precision, Tolerance]":
        """See ``Task.tolerances``."""
        from exporters.precision.rules import Precision
        from exporters.verify.tolerance import Tolerance

        return {
            Precision.INT8: Tolerance(
                0.15,
                0.25,
                "weights and activations in 255 steps; of trained models translate-en-de needs "
                "0.02, and flan-t5-small, which says other things then, 0.13",
            ),
        }


TASK: Task = Translation()
