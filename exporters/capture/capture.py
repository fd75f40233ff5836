"""From a model to a program: the one door of this folder."""

from collections.abc import Callable
from dataclasses import dataclass

from transformers import PreTrainedModel

from exporters.capture.classifier import Classifier, forward_method
from exporters.capture.families import FAMILIES, Family
from exporters.capture.network import padding_id
from exporters.capture.parameters import used_parameters
from exporters.capture.selfcheck import difference
from exporters.errors import Refused
from exporters.program import Program


@dataclass(frozen=True)
class CaptureOptions:
    """``max_length``: the longest input in tokens that the program must take."""

    max_length: int = 128

    def __post_init__(self) -> None:
        if self.max_length < 1:
            raise ValueError(f"max_length {self.max_length} is less than one token")


def capture(model: PreTrainedModel, task: str, options: CaptureOptions) -> Program:
    """The program of ``model``, proven equal to it; ``model`` is left as it is."""
    if task not in _TASKS:
        raise Refused(f"the task {task!r} cannot be captured; these can: {', '.join(_TASKS)}")
    return _TASKS[task](model, options)


def _text_classification(model: PreTrainedModel, options: CaptureOptions) -> Program:
    name = model.config.model_type
    if name not in FAMILIES:
        raise Refused(f"the family {name!r} is not served; served are {', '.join(FAMILIES)}")
    family = FAMILIES[name]
    _refuse_length(model, family, options.max_length)
    pad_id, labels = padding_id(model.config), int(model.config.num_labels or 0)
    module = Classifier(family.network(model, options.max_length), family, pad_id).eval()
    method = forward_method(module, labels, options.max_length)
    found = difference(model, method)
    if found is not None:
        raise Refused(f"{name} was captured, but it is not the model any more: {found}")
    return Program(
        task="text-classification",
        family=name,
        methods=(method,),
        pad_id=pad_id,
        unique_parameters=sum(p.numel() for p in used_parameters(method)),
    )


def _refuse_length(model: PreTrainedModel, family: Family, length: int) -> None:
    usable = family.usable_positions(model)
    if usable is not None and length > usable:
        raise Refused(
            f"a length of {length} tokens was asked for, but {model.config.model_type} has "
            f"positions for {usable}; ask for --max-length {usable} or less"
        )
    if length < family.minimum_length:
        raise Refused(
            f"a length of {length} tokens was asked for, but {model.config.model_type} takes no "
            f"fewer than {family.minimum_length}"
        )


_TASKS: dict[str, Callable[[PreTrainedModel, CaptureOptions], Program]] = {
    "text-classification": _text_classification,
}
