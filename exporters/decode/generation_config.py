"""transformers' generation settings as ours; what the search does not know is refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused

if TYPE_CHECKING:
    from transformers import GenerationConfig

_DEFAULT_LENGTH = 20
"""What ``generate`` makes after the start token where no limit is set."""

_UNSERVED: Mapping[str, tuple[object, ...]] = {
    "do_sample": (False,),
    "repetition_penalty": (1.0,),
    "encoder_repetition_penalty": (1.0,),
    "encoder_no_repeat_ngram_size": (0,),
    "num_beam_groups": (1,),
    "diversity_penalty": (0.0,),
    "guidance_scale": (1.0,),
    "remove_invalid_values": (False,),
    "sequence_bias": (),
    "exponential_decay_length_penalty": (),
    "constraints": (),
    "force_words_ids": (),
    "penalty_alpha": (),
    "stop_strings": (),
    "max_time": (),
    "watermarking_config": (),
}
"""Settings that change the tokens and that phones do not have: name to the values that do not."""


def settings_from(config: "GenerationConfig", positions: int | None = None) -> GenerationSettings:
    """The settings with which ``generate`` runs for this generation_config.json.

    ``positions``: the model's max_position_embeddings, which bounds the default length.
    """
    _refuse_unserved(config)
    return GenerationSettings(
        start_id=_start(config),
        eos_ids=_ids(config.eos_token_id),
        num_beams=_or(config.num_beams, 1),
        length_penalty=float(_or(config.length_penalty, 1.0)),
        early_stopping=_or(config.early_stopping, False),
        min_length=_min_length(config),
        max_length=_max_length(config, positions),
        no_repeat_ngram=_or(config.no_repeat_ngram_size, 0),
        bad_words=tuple(tuple(word) for word in config.bad_words_ids or ()),
        forced_bos=config.forced_bos_token_id,
        forced_eos=_ids(config.forced_eos_token_id),
        suppress=_ids(config.suppress_tokens),
        begin_suppress=_ids(config.begin_suppress_tokens),
        renormalize=bool(config.renormalize_logits),
    )


def _refuse_unserved(config: "GenerationConfig") -> None:
    for name, harmless in _UNSERVED.items():
        value = getattr(config, name, None)
        if value is not None and value not in harmless:
            raise Refused(
                f"its generation_config.json sets {name} to {value!r}, which the search on phones "
                "does not do; take it out of that file, or set it to what changes nothing"
            )


def _start(config: "GenerationConfig") -> int:
    start = _or(config.decoder_start_token_id, config.bos_token_id)
    if start is None:
        raise Refused(
            "its generation_config.json names neither decoder_start_token_id nor bos_token_id, so "
            "nobody knows how a translation starts; add one to that file"
        )
    return start


def _max_length(config: "GenerationConfig", positions: int | None) -> int:
    if config.max_new_tokens is not None:
        return config.max_new_tokens + 1
    if config.max_length is not None:
        return config.max_length
    default = _DEFAULT_LENGTH + 1
    return default if positions is None else min(default, positions)


def _min_length(config: "GenerationConfig") -> int:
    if config.min_new_tokens is not None:
        return config.min_new_tokens + 1
    return _or(config.min_length, 0)


def _ids(value: int | list[int] | None) -> tuple[int, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, int) else tuple(value)


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
