"""From a model to a program: the one door of this folder."""

from collections.abc import Callable
from dataclasses import dataclass

from transformers import PreTrainedConfig, PreTrainedModel

from exporters.capture.classifier import Classifier, forward_method, takes_types
from exporters.capture.network import padding_id
from exporters.capture.parameters import refuse_spoiled, used_parameters
from exporters.capture.selfcheck import difference
from exporters.capture.unlisted import descriptions, first_line, refuse_untraceable
from exporters.errors import Refused
from exporters.families.family import ClassifierFamily
from exporters.families.registry import CLASSIFIERS
from exporters.program import Method, Program
from exporters.tasks.names import CLASSIFICATION
from exporters.tasks.registry import TASKS


@dataclass(frozen=True)
class CaptureOptions:
    """``max_length``: the longest input in tokens that the program must take. Of translation alone:
    ``max_target``, the longest translation, without the start token; ``hypotheses``, how many
    one step extends, the most beams of a search; and ``shortlisted``, whether the caller multiplies
    by the rows of some words alone. Of classification alone: ``token_types``, whether
    they are an input, as pairs of texts want.
    """

    max_length: int = 128
    max_target: int = 128
    hypotheses: int = 1
    shortlisted: bool = False
    token_types: bool = False

    def __post_init__(self) -> None:
        for name in ("max_length", "max_target", "hypotheses"):
            if getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; it can be no less than 1")


def capture(model: PreTrainedModel, task: str, options: CaptureOptions) -> Program:
    """The program of ``model``, proven equal to it; ``model`` is left as it is."""
    if task not in TASKS:
        raise Refused(f"the task {task!r} cannot be captured; these can: {', '.join(TASKS)}")
    refuse_spoiled(model)
    made: Callable[[PreTrainedModel, CaptureOptions], Program] = TASKS[task].capture()
    return made(model, options)


def refuse_two_stacks(config: PreTrainedConfig) -> None:
    """Refuses classifiers like BART's, for which the config is enough to know."""
    if config.is_encoder_decoder:
        raise Refused(
            f"the family {config.model_type!r} is not served: it reads a text with an encoder and "
            "labels it by what its decoder makes of the end, and a classifier's program here is an "
            f"encoder alone. Served are {', '.join(CLASSIFIERS)}, and what is built like them"
        )


def family_of(model: PreTrainedModel) -> ClassifierFamily:
    """What is known of a classifier's family, or the first guess where nobody listed it. No weight
    is looked at."""
    return CLASSIFIERS.get(model.config.model_type) or descriptions(model)[0]


def capture_classifier(model: PreTrainedModel, options: CaptureOptions) -> Program:
    """The program of a classifier, proven equal to it."""
    method = _forward(model, options)
    return Program(
        task=CLASSIFICATION,
        family=model.config.model_type,
        methods=(method,),
        pad_id=padding_id(model.config),
        unique_parameters=sum(parameter.numel() for parameter in used_parameters((method,))),
    )


def _forward(model: PreTrainedModel, options: CaptureOptions) -> Method:
    name = model.config.model_type
    if options.token_types and not takes_types(type(model), model.config):
        raise Refused(f"{type(model).__name__} has no table of two token types, so it reads none")
    if name in CLASSIFIERS:
        return _classifier(model, CLASSIFIERS[name], options)
    method = _first_equal(model, options)
    refuse_untraceable(method, name)
    return method


def _first_equal(model: PreTrainedModel, options: CaptureOptions) -> Method:
    """The classifier of a family that nobody listed, by the first description that holds."""
    refuse_two_stacks(model.config)
    for family in descriptions(model):
        try:
            return _classifier(model, family, options)
        except Exception as raised:  # whatever a foreign model raises
            reason = raised
    raise Refused(
        f"the family {model.config.model_type!r} is not served: {first_line(reason)}. "
        f"Served are {', '.join(CLASSIFIERS)}, and what is built like them"
    ) from reason


def _classifier(
    model: PreTrainedModel, family: ClassifierFamily, options: CaptureOptions
) -> Method:
    max_length, labels = options.max_length, int(model.config.num_labels or 0)
    _refuse_length(model, family, max_length)
    network = family.network(model, max_length)
    module = Classifier(network, family, family.counted_from(model.config)).eval()
    method = forward_method(module, labels, max_length, options.token_types)
    found = difference(model, method)
    if found is not None:
        raise Refused(f"captured, {type(model).__name__} is another model: {found}")
    return method


def _refuse_length(model: PreTrainedModel, family: ClassifierFamily, length: int) -> None:
    name, usable = model.config.model_type, family.usable_positions(model.config)
    if usable is not None and length > usable:
        raise Refused(
            f"a length of {length} tokens was asked for, but this {name} has positions for "
            f"{usable}; ask for {usable} or less"
        )
    if length < family.minimum_length:
        raise Refused(
            f"a length of {length} tokens was asked for, but {name} takes no fewer than "
            f"{family.minimum_length}"
        )
