"""A checkpoint's tokenizer in the form that phones read too: tokenizer.json."""

import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from exporters.errors import Refused

_CONVERTIBLE = (
    "vocab.txt",
    "vocab.json",
    "spiece.model",
    "spm.model",
    "sentencepiece.bpe.model",
    "tokenizer.model",
)
"""What transformers can make a tokenizer.json from."""


def read_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a checkpoint, with truncation and padding off.

    Both belong to whoever calls it: the tokenizer.json of sentence-transformers models, for one,
    pads every text to 128 tokens.
    """
    file = folder / "tokenizer.json"
    tokenizer = _from_json(file) if file.is_file() else _converted(folder)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _from_json(file: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as broken:  # the library raises plain Exception
        raise Refused(f"{file} cannot be read ({broken}); download it again") from broken
    _check_casing(file.parent, tokenizer)
    return tokenizer


def _converted(folder: Path) -> Tokenizer:
    found = [name for name in _CONVERTIBLE if (folder / name).is_file()]
    if not found:
        raise Refused(
            f"{folder} has no tokenizer: tokenizer.json is needed, or one of "
            f"{', '.join(_CONVERTIBLE)} to make it from"
        )
    from transformers import AutoTokenizer  # only here: tokenizer.json needs no transformers

    try:
        slow = AutoTokenizer.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
        return Tokenizer.from_str(slow.backend_tokenizer.to_str())
    except Exception as failed:  # a converter for each family, each with errors of its own
        raise Refused(
            f"{folder} has no tokenizer.json, and {', '.join(found)} could not be made into one: "
            f"{failed}; what may be missing: pip install sentencepiece protobuf"
        ) from failed


def _check_casing(folder: Path, tokenizer: Tokenizer) -> None:
    """A tokenizer that lowercases against its own settings has been mixed from two models."""
    declared = read_settings(folder).get("do_lower_case")
    lowercases = getattr(tokenizer.normalizer, "lowercase", declared)
    if isinstance(declared, bool) and declared != lowercases:
        raise Refused(
            f"{folder}/tokenizer_config.json says do_lower_case={declared}, and tokenizer.json has "
            f"lowercase={lowercases}; make them say what the model was trained with"
        )


def read_settings(folder: Path) -> dict[str, Any]:
    """special_tokens_map.json and tokenizer_config.json together; the latter has the last word."""
    settings: dict[str, Any] = {}
    for name in ("special_tokens_map.json", "tokenizer_config.json"):
        file = folder / name
        if file.is_file():
            settings.update(_json_object(file))
    return settings


def _json_object(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as broken:
        raise Refused(f"{file} is not JSON ({broken}); download it again") from broken
    if not isinstance(content, dict):
        raise Refused(f"{file} holds a {type(content).__name__} where settings are expected")
    return content
