"""A model out of its configuration and its tensors, refused unless every parameter was filled."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from transformers import PreTrainedConfig, PreTrainedModel
from transformers.utils import logging as transformers_logging

from exporters.capture.network import in_one_piece_
from exporters.errors import Refused

_HEADS = {
    "cls",
    "decoder.bias",
    "decoder.weight",
    "discriminator_predictions",
    "generator_lm_head",
    "generator_predictions",
    "lm_head",
    "lm_predictions",
    "mask_predictions",
    "predictions",
    "sop_classifier",
    "vocab_layer_norm",
    "vocab_projector",
    "vocab_transform",
}
"""Modules (or whole names) of pretraining heads, which are often left in a fine-tuned file."""

_POOLER = "pooler"
"""Left over where the fine-tuned class has no pooler (RoBERTa's); where it has one, it is used."""


_ROUNDING = 0.01
"""Of a sinusoid that was stored in bfloat16, which keeps 8 bits."""


@dataclass(frozen=True)
class Built:
    """``unused``: names of the tensors in the files that the task has no use for."""

    model: PreTrainedModel
    unused: tuple[str, ...]


def build(
    of: type[PreTrainedModel],
    config: PreTrainedConfig,
    tensors: Mapping[str, torch.Tensor],
    source: str,
) -> Built:
    """The model in float32 and eval mode, with the names of old checkpoints translated.

    Weights that are tied may be absent. Any other parameter that the tensors do not fill would be
    random: that is refused, as are shapes that differ and tensors that the model cannot place.
    """
    model, info = _loaded(of, config, tensors, source)
    unused = tuple(sorted(info["unexpected_keys"]))
    computed = {name: found for name in unused if (found := _computed(model, name)) is not None}
    unknown = [name for name in unused if name not in computed and not _is_leftover(name)]
    if info["missing_keys"] or info["mismatched_keys"] or unknown:
        raise Refused(_difference(of, info, unknown, source))
    for name, buffer in computed.items():
        _refuse_other_values(tensors[name], buffer, name, source)
    return Built(in_one_piece_(model.eval()), unused)


def _loaded(
    of: type[PreTrainedModel],
    config: PreTrainedConfig,
    tensors: Mapping[str, torch.Tensor],
    source: str,
) -> tuple[PreTrainedModel, dict[str, Any]]:
    try:
        with _without_report():
            loaded: Any = of.from_pretrained(
                None,
                config=config,
                state_dict=dict(tensors),
                dtype=torch.float32,
                # Not to accept them: all that differs is to be named at once, with the rest.
                ignore_mismatched_sizes=True,
                output_loading_info=True,
            )
            return loaded
    except (RuntimeError, ValueError) as broken:
        raise Refused(f"the weights of {source} do not make a {of.__name__}: {broken}") from broken


@contextmanager
def _without_report() -> Iterator[None]:
    """Silences transformers' own table and bar: what is wrong is refused in our words."""
    report = logging.getLogger("transformers.modeling_utils")
    was_disabled, had_bar = report.disabled, transformers_logging.is_progress_bar_enabled()
    report.disabled = True
    transformers_logging.disable_progress_bar()
    try:
        yield
    finally:
        report.disabled = was_disabled
        if had_bar:
            transformers_logging.enable_progress_bar()


def _is_leftover(name: str) -> bool:
    modules = name.split(".")
    return name in _HEADS or modules[0] in _HEADS or _POOLER in modules


def _computed(model: PreTrainedModel, name: str) -> torch.Tensor | None:
    """What the model computes itself under a name for which old files hold a tensor: M2M100's
    sinusoids. The stack's own name may stand before it in one of the two."""
    for own, buffer in model.named_buffers():
        shorter, longer = sorted((own, name), key=len)
        if longer == shorter or longer.endswith(f".{shorter}"):
            return buffer
    return None


def _refuse_other_values(
    stored: torch.Tensor, computed: torch.Tensor, name: str, source: str
) -> None:
    """A table of positions may go further in the file; what both have must be the same."""
    shared = tuple(slice(min(sizes)) for sizes in zip(stored.shape, computed.shape, strict=False))
    same = stored.dim() == computed.dim() and torch.allclose(
        stored[shared].float(), computed[shared].float(), atol=_ROUNDING
    )
    if not same:
        raise Refused(
            f"{source} stores {name} {tuple(stored.shape)}, and transformers computes other values "
            f"for it ({tuple(computed.shape)}): its answers would be another model's"
        )


def _difference(
    of: type[PreTrainedModel], info: dict[str, Any], unknown: list[str], source: str
) -> str:
    """Everything that differs, in one message."""
    parts = [f"the weights of {source} do not fill its {of.__name__}"]
    if missing := sorted(info["missing_keys"]):
        parts.append(f"absent (would be random): {', '.join(missing)}")
    if unknown:
        parts.append(f"in the files without a place in the model: {', '.join(unknown)}")
    for name, stored, expected in sorted(info["mismatched_keys"]):
        parts.append(f"{name} is {tuple(stored)}, and config.json says {tuple(expected)}")
    return "; ".join(parts)
