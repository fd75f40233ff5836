"""How a checkpoint wants its translations searched for, in the words of transformers."""

from pathlib import Path
from typing import Any

from transformers import GenerationConfig, PreTrainedConfig

from exporters.decode.generation_config import settings_from
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused
from exporters.outside.json_file import read_json

FILE = "generation_config.json"
_LONGEST = 512
"""Tokens of a translation where neither the checkpoint nor its positions set a limit. What
``generate`` takes then, 20 tokens, ends sentences in their middle."""


_SINGLE = ("bos_token_id", "decoder_start_token_id", "forced_bos_token_id", "pad_token_id")
"""Of these a translation has one; a list that holds one means it, and ``generate`` takes it so."""


def read_generation(folder: Path) -> GenerationConfig:
    """generation_config.json, or what an older config.json says in its place."""
    file = folder / FILE
    try:
        if file.is_file():
            return GenerationConfig.from_dict(_raw(file))
        # As raw JSON: transformers 5 drops generation settings when it reads a model's config.
        return GenerationConfig.from_model_config(_raw(folder / "config.json"))
    except Refused:
        raise
    except Exception as broken:  # JSON and value errors of several kinds
        reason = " ".join(str(broken).split())
        raise Refused(f"{file} cannot be read ({reason}); download it again") from broken


def completed(
    config: GenerationConfig,
    task: dict[str, Any],
    forced_bos: int | None,
    start_id: int | None,
    positions: int | None,
) -> GenerationConfig:
    """The settings for one pair of languages.

    ``task``: what config.json says of just this task (T5); the file's own settings win.
    ``forced_bos``, ``start_id``: how the decoder learns the target language, None leaves as is.
    """
    made = GenerationConfig.from_dict(config.to_dict())
    for name, value in task.items():
        if getattr(made, name, None) is None:
            setattr(made, name, value)
    if forced_bos is not None:
        made.forced_bos_token_id = forced_bos
    if start_id is not None:
        made.decoder_start_token_id = start_id
    if made.max_length is None and made.max_new_tokens is None:
        made.max_length = min(_LONGEST, positions or _LONGEST)
    return made


def settings(config: GenerationConfig, model: PreTrainedConfig, source: str) -> GenerationSettings:
    """The same as the search on phones reads it; refused is what it cannot do, and tokens that the
    model does not have. ``model``: its config.json."""
    try:
        found = settings_from(config, getattr(model, "max_position_embeddings", None))
    except Refused as unserved:
        raise Refused(f"{source}: {unserved}") from unserved
    words = getattr(model, "decoder_vocab_size", None) or model.vocab_size
    if unknown := [token for token in found.named_tokens if token >= words]:
        raise Refused(
            f"{source}: its generation settings name the token {unknown[0]}, and the model has "
            f"{words} words; correct them, or take them out of {FILE}"
        )
    if found.compares_source and not getattr(model, "share_encoder_decoder_embeddings", True):
        raise Refused(
            f"{source}: encoder_repetition_penalty and encoder_no_repeat_ngram_size look for the "
            f"source's tokens among those of the translation, and here the two have different "
            f"words under the same ids; take them out of {FILE}"
        )
    return found


def _raw(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = read_json(file, "download it again", lenient=True)
    for name in _SINGLE:
        value = content.get(name)
        if isinstance(value, list) and len(value) == 1:
            content[name] = value[0]
    return content
