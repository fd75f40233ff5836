"""transformers' generation settings as ours; what the search does not know is refused."""

from collections.abc import Mapping
from math import log
from typing import TYPE_CHECKING, Any

from exporters.decode.settings import Bias, Decay, GenerationSettings
from exporters.decode.values import Values
from exporters.errors import Refused

if TYPE_CHECKING:
    from transformers import GenerationConfig

_DEFAULT_LENGTH = 20
"""What ``generate`` makes after the start token where no limit is set."""

_LARGEST_EXPONENT = 88.0
"""e to the power of it is still a float32."""

_UNSERVED: Mapping[str, tuple[object, ...]] = {
    "do_sample": (False,),
    "num_beam_groups": (1,),
    "diversity_penalty": (0.0,),
    "guidance_scale": (1.0,),
    "constraints": (),
    "force_words_ids": (),
    "penalty_alpha": (),
    "dola_layers": (),
    "stop_strings": (),
    "token_healing": (False,),
    "max_time": (),
    "watermarking_config": (),
}
"""Settings that change the tokens and that phones do not have: name to the values that do not."""


def settings_from(config: "GenerationConfig", positions: int | None = None) -> GenerationSettings:
    """The settings with which ``generate`` runs for this generation_config.json.

    ``positions``: the model's max_position_embeddings, which bounds the default length. Refused:
    what the search does not do, and values that mean nothing.
    """
    _refuse_unserved(config)
    values = Values(config)
    longest = _max_length(values, positions)
    return GenerationSettings(
        start_id=_start(values),
        eos_ids=values.tokens("eos_token_id"),
        num_beams=values.count("num_beams", 1),
        length_penalty=values.number("length_penalty", 1.0),
        early_stopping=_or(values.value("early_stopping"), False),
        min_length=_min_length(values),
        max_length=longest,
        no_repeat_ngram=values.count("no_repeat_ngram_size", 0),
        bad_words=values.rows("bad_words_ids"),
        forced_bos=values.token("forced_bos_token_id"),
        forced_eos=values.tokens("forced_eos_token_id"),
        suppress=values.tokens("suppress_tokens"),
        begin_suppress=values.tokens("begin_suppress_tokens"),
        renormalize=values.switch("renormalize_logits"),
        repetition_penalty=values.penalty("repetition_penalty"),
        encoder_repetition_penalty=values.penalty("encoder_repetition_penalty"),
        encoder_no_repeat_ngram=values.count("encoder_no_repeat_ngram_size", 0),
        sequence_bias=_bias(values),
        decay=_decay(values, longest),
        remove_invalid=values.switch("remove_invalid_values"),
    )


def _refuse_unserved(config: "GenerationConfig") -> None:
    for name, harmless in _UNSERVED.items():
        value = getattr(config, name, None)
        if value is not None and value not in harmless:
            raise Refused(
                f"its generation_config.json sets {name} to {value!r}, which the search on phones "
                "does not do; take it out of that file, or set it to what changes nothing"
            )


def _start(values: Values) -> int:
    start = _or(values.token("decoder_start_token_id"), values.token("bos_token_id"))
    if start is None:
        raise Refused(
            "its generation_config.json names neither decoder_start_token_id nor bos_token_id, so "
            "nobody knows how a translation starts; add one to that file"
        )
    return start


def _max_length(values: Values, positions: int | None) -> int:
    if values.value("max_new_tokens") is not None:
        return values.count("max_new_tokens", 0) + 1
    default = _DEFAULT_LENGTH + 1
    return values.count("max_length", default if positions is None else min(default, positions))


def _min_length(values: Values) -> int:
    if values.value("min_new_tokens") is not None:
        return values.count("min_new_tokens", 0) + 1
    return values.count("min_length", 0)


def _bias(values: Values) -> tuple[Bias, ...]:
    """Single tokens first and then by length, the order in which transformers adds them up."""
    found = values.weighed_rows("sequence_bias")
    lengths = list(dict.fromkeys((1, *map(len, found))))
    ordered = sorted(found, key=lambda row: lengths.index(len(row)))
    return tuple(Bias(row, found[row]) for row in ordered)


def _decay(values: Values, longest: int) -> Decay | None:
    name = "exponential_decay_length_penalty"
    found = values.value(name)
    if found is None:
        return None
    right = isinstance(found, list | tuple) and len(found) == 2
    if not (right and isinstance(found[0], int) and isinstance(found[1], int | float)):
        values.refuse(name, "be a number of tokens and a factor, as in [20, 1.5]")
    start, factor = found[0], float(found[1])
    if start < 0 or factor <= 0 or max(longest - start, 1) * log(factor) >= _LARGEST_EXPONENT:
        values.refuse(name, "begin at 0 or later, with a factor over 0 that stays a number")
    return Decay(start, factor)


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
