"""All tensors of a checkpoint by name, from whichever form its files have."""

from pathlib import Path

import torch

from exporters.errors import Refused
from mobilec.checkpoint.sources.hf.pickle_file import read_pickle
from mobilec.checkpoint.sources.hf.safetensors_file import read_safetensors
from mobilec.checkpoint.sources.hf.weight_files import digest, find_weights
from mobilec.checkpoint.sources.source import WeightFiles, Weights

READERS = {"safetensors": read_safetensors, "pickle": read_pickle}


def read_weights(folder: Path) -> Weights:
    """The weights in ``folder``: safetensors, stored int8 rows, or pickled by torch.save."""
    found = find_weights(folder)
    return Weights(_tensors(found), digest(found.files))


def _tensors(found: WeightFiles) -> dict[str, torch.Tensor]:
    # Only now: what ships with the package is of no concern to any other checkpoint.
    from mobilec.shipped.stored import is_stored, load_state_dict

    if len(found.files) == 1 and is_stored(found.files[0]):
        return load_state_dict(found.files[0])
    merged: dict[str, torch.Tensor] = {}
    for file in found.files:
        merged.update(READERS[found.form](file))
    if absent := sorted(found.promised - merged.keys()):
        raise Refused(
            f"the index of {found.files[0].parent} promises {absent}, which none of its "
            f"{len(found.files)} files hold; download the model again"
        )
    return merged
