"""A compressed model out of its record: the dense structure, then each step by its sizes."""

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.untied import untie_
from mobilec.compression.record import NAME, Record
from mobilec.compression.registry import method_of


def rebuilt(of: type[PreTrainedModel], record: Record, source: str) -> PreTrainedModel:
    """The structure with weights of no meaning, on the device that is the default (``meta``, for
    a plan); the random numbers of the caller are left as they are.

    Refused: a step that this version does not know, or that does not fit the model.
    """
    with torch.random.fork_rng(devices=[]):
        model = of(record.dense_config())
        untie_(model, record.untied)
        for number, step in enumerate(record.steps, start=1):
            try:
                method_of(step.method).rebuild_(model, step)
            except Exception as misfit:  # torch's and Python's own, of sizes and paths
                reason = " ".join(str(misfit).split())
                raise Refused(
                    f"{NAME} of {source}, step {number} ({step.method}) does not fit the model: "
                    f"{reason}"
                ) from misfit
    return model.eval()
