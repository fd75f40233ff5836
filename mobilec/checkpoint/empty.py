"""A model of a configuration without memory behind its weights."""

import torch
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.errors import Refused


def empty_model(
    of: type[PreTrainedModel], config: PreTrainedConfig, source: str
) -> PreTrainedModel:
    """Refused where the class cannot be built of it: each fails in ways of its own."""
    try:
        with torch.device("meta"):
            model: PreTrainedModel = of(config)
    except Exception as unbuildable:
        reason = " ".join(str(unbuildable).split())
        kind = type(unbuildable).__name__
        raise Refused(
            f"config.json of {source} makes no {of.__name__}: {kind}: {reason}"
        ) from unbuildable
    return model
