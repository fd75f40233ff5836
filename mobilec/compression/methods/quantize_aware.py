"""quantize-aware: the model learns while it computes as its exported int8 program will.

    w~ = s_row q(w),    x~ = s (q(x) - z),    dL/dw = dL/dw~

(Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference, CVPR 2018, section 3; Bengio, Leonard and Courville 2013 for the gradient: see
``mobilec.training.rounding``.) It trains as finetune does, and is measured in int8 too. Weights
stay float: what rounds them is the export, by the same functions. Compressed layers compute in the
form that the export executes them in.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel, TrainerCallback

from exporters.backend import Lowering, backend
from exporters.errors import Refused
from exporters.formats import FACTS, FORMATS
from exporters.precision.rules import Precision
from mobilec.compressed.edits import Edit
from mobilec.compression.data.calibration import Batch
from mobilec.compression.execution.choice import AUTO, EXECUTIONS
from mobilec.compression.learning.int8_seats import forms_of, int8_seats
from mobilec.compression.learning.lesson import LearningOptions, Lesson
from mobilec.compression.learning.step import LearningStep
from mobilec.compression.method import Context
from mobilec.training.arithmetic import Arithmetic
from mobilec.training.finetuning.goal import Extra
from mobilec.training.rounding import Seat, rounding, watching


@dataclass(frozen=True)
class QuantizeAwareOptions(LearningOptions):
    """As those of finetune, and ``format``: whose int8 it is, executorch, onnx or coreml.
    ``precision``: int8, int8-static (of onnx; its ranges are found on --data, as --calibrate of the
    export will find them) or int8-weight, where the format has it. ``execution``: as it will be
    exported, see --execution there.
    """

    arithmetic: Arithmetic = Arithmetic.FP32
    format: str = FORMATS[0]
    precision: Precision = Precision.INT8
    execution: str = AUTO

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.format not in FORMATS:
            raise Refused(f"format is {self.format!r}; it can be {', '.join(FORMATS)}")
        if self.execution not in EXECUTIONS:
            raise Refused(f"execution is {self.execution!r}; it can be {', '.join(EXECUTIONS)}")
        if not self.precision.is_int8:
            raise Refused(f"precision is {self.precision.value}, which is float; give one of int8")

    @property
    def is_static(self) -> bool:
        return self.precision is Precision.INT8_STATIC


class QuantizeAware(LearningStep):
    """See ``mobilec.compression.method.Method``."""

    options = QuantizeAwareOptions
    name = "quantize-aware"

    def told(
        self,
        model: PreTrainedModel,
        options: QuantizeAwareOptions,
        lesson: Lesson,  # noqa: ARG002
        context: Context,
    ) -> tuple[str, ...]:
        """Whose int8. Refused: one that the format has not, and ranges of a program that decodes,
        or without texts."""
        made = backend(options.format).precisions
        if options.precision not in made:
            found = ", ".join(each.value for each in made if each.is_int8)
            raise Refused(
                f"precision is {options.precision.value}; of {options.format} it can be {found}"
            )
        if options.is_static and not FACTS[options.format].learns_static:
            raise Refused(
                f"int8-static is learnt for {_static()} alone: the files of "
                f"{options.format} are farther from what learnt than is allowed; give precision: "
                "int8"
            )
        if options.is_static and model.config.is_encoder_decoder:
            raise Refused("int8-static is of classifiers alone; give precision: int8")
        if options.is_static:
            context.needed(f"{self.name}: precision {options.precision.value}")
        asked = f"{options.precision.value} of {options.format}"
        return (f"computes in the {asked}: {made[options.precision]}",)

    @contextmanager
    def taught(
        self,
        model: PreTrainedModel,
        edits: tuple[Edit, ...],
        options: QuantizeAwareOptions,
        examples: int,
        context: Context,
    ) -> Iterator[Extra]:
        """In int8, with ranges as they are found each time that it is measured."""
        lowering = Lowering(options.precision)
        arithmetic = backend(options.format).arithmetic(lowering)
        with super().taught(model, edits, options, examples, context) as extra:
            seats = int8_seats(model, forms_of(model, options.execution, options.format))
            texts = context.needed(self.name).batches if options.is_static else (short_text(model),)
            ranges = Ranges(model, seats, texts)
            ranges.find()
            callbacks = (ranges,) if options.is_static else ()
            with rounding(seats, arithmetic):
                yield replace(extra, callbacks=(*extra.callbacks, *callbacks))


METHOD = QuantizeAware()


class Ranges(TrainerCallback):
    """What products see while texts run through the float model, one by one. They are found anew
    where the model is measured, so those of a state that is kept are those of its own weights; and
    where a run goes on, from the same weights."""

    def __init__(
        self, model: PreTrainedModel, seats: Mapping[nn.Module, Seat], texts: tuple[Batch, ...]
    ) -> None:
        self._model, self._seats, self._texts = model, seats, texts

    @torch.no_grad()
    def find(self) -> None:
        """In eval mode, whatever the mode is."""
        learns = self._model.training
        self._model.eval()
        with watching(self._seats):
            for text in self._texts:
                device = self._model.device
                asked = {n: t.to(device) for n, t in text.items() if n != "labels"}
                self._model(**asked)
        self._model.train(learns)

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        self.find()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        if control.should_evaluate:
            self.find()

    def on_epoch_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        if control.should_evaluate:
            self.find()


def _static() -> str:
    return ", ".join(name for name, facts in FACTS.items() if facts.learns_static)


def short_text(model: PreTrainedModel) -> Batch:
    """A text of a few tokens, and of a translation its first: ids that any vocabulary has."""
    ids = torch.arange(1, 6)[None] % model.config.vocab_size
    given = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    return given | ({"decoder_input_ids": ids[:, :1]} if model.config.is_encoder_decoder else {})
