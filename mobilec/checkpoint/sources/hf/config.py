"""A checkpoint's config.json, read by transformers alone: code beside a model never runs."""

from pathlib import Path
from typing import Any

from transformers import CONFIG_MAPPING, AutoConfig, PreTrainedConfig
from transformers import __version__ as transformers_version

from exporters.errors import Refused
from exporters.families import own
from exporters.outside.json_file import read_json
from mobilec.checkpoint.sources.hf.sizes import refuse_sizes
from mobilec.checkpoint.sources.known import CONFIG


def read_config(folder: Path) -> PreTrainedConfig:
    """The configuration of the model in ``folder``.

    An ``auto_map`` beside a model type that transformers knows is left aside: the library's own
    classes are used. Refused: no file, no JSON, an unknown model type, weights quantized already.
    """
    own.register()
    raw = _read_json(folder)
    _check_model_type(folder, raw)
    if quantized := raw.get("quantization_config"):
        raise Refused(
            f"{folder} holds weights that are quantized already ({quantized}); mobilec starts from "
            f"float weights: give the checkpoint that this one was made from"
        )
    refuse_sizes(raw, str(folder))
    try:
        config = AutoConfig.from_pretrained(folder, trust_remote_code=False, local_files_only=True)
    except Exception as invalid:  # each family validates its values with errors of its own
        reason = " ".join(str(invalid).split())
        raise Refused(
            f"{folder}/config.json is not a valid {raw['model_type']} configuration: {reason}"
        ) from invalid
    # Where it was saved has nothing to do with where it is read: flash attention wants a GPU.
    config._attn_implementation = None
    return config


def _read_json(folder: Path) -> dict[str, Any]:
    file = folder / CONFIG
    if not file.is_file():
        raise Refused(f"{folder} has no config.json{_instead_of_config(folder)}")
    raw = read_json(file, "download it again", lenient=True)
    if not isinstance(raw, dict):
        raise Refused(
            f"{file} holds a {type(raw).__name__} where the model's settings are expected"
        )
    return raw


def _instead_of_config(folder: Path) -> str:
    if (folder / "adapter_config.json").is_file():
        return ", only an adapter: merge it into its base model first (peft: merge_and_unload)"
    if (folder / "manifest.json").is_file():
        return ": it is a finished bundle; give the checkpoint that it was made from"
    return ": it is not a model in Hugging Face format"


def _check_model_type(folder: Path, raw: dict[str, Any]) -> None:
    model_type = raw.get("model_type")
    if isinstance(model_type, str) and model_type in CONFIG_MAPPING:
        return
    if "auto_map" in raw:
        raise Refused(
            f"{folder} is a model type {model_type!r} of its own ({raw['auto_map']}): "
            f"its code would have to be run; mobilec never does"
        )
    raise Refused(
        f"{folder}/config.json gives the model_type {model_type!r}, which transformers "
        f"{transformers_version} does not know"
    )
