"""How a checkpoint wants its translations searched for, in the words of transformers."""

import json
from pathlib import Path
from typing import Any

from transformers import GenerationConfig

from exporters.decode.generation_config import settings_from
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused

FILE = "generation_config.json"
_LONGEST = 512
"""Tokens of a translation where neither the checkpoint nor its positions set a limit. What
``generate`` takes then, 20 tokens, ends sentences in their middle."""


def read_generation(folder: Path) -> GenerationConfig:
    """generation_config.json, or what an older config.json says in its place."""
    file = folder / FILE
    try:
        if file.is_file():
            return GenerationConfig.from_pretrained(folder, local_files_only=True)
        # As raw JSON: transformers 5 drops generation settings when it reads a model's config.
        return GenerationConfig.from_model_config(_raw(folder / "config.json"))
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


def settings(config: GenerationConfig, positions: int | None, source: str) -> GenerationSettings:
    """The same as the search on phones reads it; refused is what it cannot do."""
    try:
        return settings_from(config, positions)
    except Refused as unserved:
        raise Refused(f"{source}: {unserved}") from unserved


def _raw(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
