"""What the layers of a student hold, beside those of its teacher."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER
from exporters.families.layers import DECODER
from exporters.families.registry import stacks_of
from mobilec.training.distillation import layer_map, patient

_SEAT = "taught_states"
"""Where projections stand in a student while it is taught: they are trained and kept with it."""


@contextmanager
def projected(model: PreTrainedModel, teacher: PreTrainedModel, seed: int) -> Iterator[None]:
    """Within it, the student has a learnt projection for each stack where it is of another width
    than its teacher."""
    own, its = _width(model), _width(teacher)
    if own == its:
        yield
        return
    roles = dict.fromkeys(stack.role for stack in stacks_of(model))
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        seats = {role: nn.Linear(own, its, bias=False) for role in roles}
    model.add_module(_SEAT, nn.ModuleDict(seats))
    try:
        yield
    finally:
        delattr(model, _SEAT)


def _width(model: PreTrainedModel) -> int:
    """What a layer hands on. A model that was made narrower has another one in its settings."""
    one = torch.zeros(1, 1, dtype=torch.long)
    more = {"decoder_input_ids": one} if model.config.is_encoder_decoder else {}
    with torch.no_grad():
        said: Any = model(input_ids=one, output_hidden_states=True, **more)
    states = said.decoder_hidden_states if more else said.hidden_states
    return int(states[-1].shape[-1])


@dataclass(frozen=True)
class Held:
    """``states``: of a stack, each layer's (batch, time, width) behind what goes into the first.
    ``counts`` (batch, time): tokens that are taught. ``whole``: its last layer is taught too."""

    role: str
    states: tuple[torch.Tensor, ...]
    counts: torch.Tensor
    whole: bool


def held_by(said: Any, batch: Mapping[str, torch.Tensor], taught: torch.Tensor) -> list[Held]:
    """Of a batch (its masks are the student's) of which ``taught`` (batch,) is 1 for examples that
    count. A classifier answers from its first token, which alone is looked at."""
    if "decoder_input_ids" not in batch:
        first = tuple(state[:, :1] for state in said.hidden_states)
        return [Held(ENCODER, first, taught[:, None], whole=False)]
    read = batch["attention_mask"] * taught[:, None]
    written = (batch["labels"] >= 0) * taught[:, None]
    return [
        Held(ENCODER, said.encoder_hidden_states, read, whole=True),
        Held(DECODER, said.decoder_hidden_states, written, whole=True),
    ]


def apart(model: PreTrainedModel, mine: list[Held], theirs: list[Held], which: str) -> torch.Tensor:
    """The mean of L_hidden over the stacks."""
    seats: Any = getattr(model, _SEAT, None)
    losses = []
    for own, its in zip(mine, theirs, strict=True):
        pairs = layer_map(len(own.states) - 1, len(its.states) - 1, which, own.whole)
        seen = [own.states[at] for at, _ in pairs]
        if seats is not None:
            seen = [seats[own.role](state) for state in seen]
        counts = own.counts.to(seen[0].dtype)
        losses.append(patient(seen, [its.states[at] for _, at in pairs], counts))
    return torch.stack(losses).mean()


def refuse_states(model: PreTrainedModel, teacher: PreTrainedConfig) -> None:
    """Refused: a student that is deeper than its teacher, or has no layer that is held."""
    least = 1 if model.config.is_encoder_decoder else 2
    for stack in stacks_of(model):
        deep = int(getattr(teacher, (*stack.settings, "num_hidden_layers")[0]))
        if not least <= stack.layers <= deep:
            raise Refused(
                f"hidden is of students with at least {least} layers in the {stack.role}, and no "
                f"more than the teacher: there are {stack.layers} and {deep}"
            )
