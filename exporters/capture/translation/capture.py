"""From a translation model to its program: the door of this folder."""

from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions
from exporters.capture.network import padding_id, twin
from exporters.capture.parameters import used_parameters
from exporters.capture.translation.decode import Decode, decode_method, own_states
from exporters.capture.translation.encode import Encode, encode_method
from exporters.capture.translation.positions import share_equal_
from exporters.capture.translation.selfcheck import difference
from exporters.capture.translation.shortlisted import shortlisted_methods
from exporters.decode.state import States
from exporters.errors import Refused
from exporters.families.attention import CROSS, OWN, refuse_uneven
from exporters.families.family import TranslatorFamily
from exporters.families.registry import TRANSLATORS, refuse_unserved
from exporters.program import Method, Program
from exporters.tasks.names import TRANSLATION


def capture_translation(model: PreTrainedModel, options: CaptureOptions) -> Program:
    """The program of ``model``, proven equal to it; ``model`` is left as it is."""
    name = model.config.model_type
    refuse_unserved(name)
    _refuse_lengths(model, options)
    program = _program(name, methods_of(twin(model), TRANSLATORS[name], options), model)
    found = difference(model, program)
    if found is not None:
        raise Refused(f"captured, {type(model).__name__} is another model: {found}")
    return program


def _program(family: str, methods: tuple[Method, ...], model: PreTrainedModel) -> Program:
    unique = sum(parameter.numel() for parameter in used_parameters(methods))
    return Program(TRANSLATION, family, methods, padding_id(model.config), unique)


def methods_of(
    model: PreTrainedModel, family: TranslatorFamily, options: CaptureOptions
) -> tuple[Method, ...]:
    """All methods on one set of weights in float32."""
    refuse_uneven(model, family.attentions(model))
    capacity, hypotheses = options.max_target, options.hypotheses
    encode = Encode(model, family, options.max_length).eval()
    first = encode_method(encode, family.decoding(model, CROSS), options.max_length)
    decode = Decode(model, family, capacity).eval()
    share_equal_((encode, decode))
    own = own_states(family.decoding(model, OWN), family.rows(model), hypotheses, capacity)
    states = States(hypotheses, capacity, tuple(spec.name for spec in first.outputs), own)
    step = decode_method(decode, first, states, model.get_output_embeddings().out_features)
    return first, step, *(shortlisted_methods(step) if options.shortlisted else ())


def _refuse_lengths(model: PreTrainedModel, options: CaptureOptions) -> None:
    usable = getattr(model.config, "max_position_embeddings", None)
    longest = max(options.max_length, options.max_target)
    if usable is not None and longest > usable:
        raise Refused(
            f"a length of {longest} tokens was asked for, but this {model.config.model_type} has "
            f"positions for {usable}; ask for {usable} or less"
        )
