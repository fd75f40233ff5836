"""The captured program against the stock model, before anything is built on it.

Tokens are forced at random: a model that repeats one token would hide a wrong cache.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import cast

import numpy as np
import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.capture.network import padding_id, with_attention
from exporters.capture.selfcheck import LONGEST, PADDING, TOLERANCE, Difference
from exporters.decode.cached import CachedDecoder
from exporters.decode.model import StepModel
from exporters.decode.shortlisted import EveryWord, ShortlistedDecoder, output_of
from exporters.decode.state import HIDDEN, states_of
from exporters.eager import TorchRunner
from exporters.program import Program

STEPS = 8
"""Tokens that are forced for each source; for one source as many as the cache has room for."""


def difference(model: PreTrainedModel, program: Program) -> Difference | None:
    """The first source on which the program's logits are not the stock model's.

    The stock model runs once over all tokens, unpadded, with eager attention.
    """
    stock, decoders = with_attention(model, "eager"), _decoders(model, program)
    hypotheses, capacity = decoders[0].hypotheses, decoders[0].capacity
    for ids, padding, steps in _sources(model, program, capacity):
        forced = _random(model.get_decoder(), hypotheses * steps, seed=steps)
        forced = forced.reshape(hypotheses, steps)
        expected = _stock_logits(stock, ids, forced)
        for decoder in decoders:
            found = _difference(expected, _logits(decoder, ids, padding, forced), ids, padding)
            if not found.largest <= found.allowed:
                pad = padding_id(model.get_encoder().config)
                return replace(found, within=bool((ids == pad).any()))
    return None


def _decoders(model: PreTrainedModel, program: Program) -> list[StepModel]:
    """By ``decode``, and where there is a way around its last layer, by that for every word."""
    runner, states = TorchRunner(program), states_of(program)
    whole: list[StepModel] = [CachedDecoder(runner, states)]
    if not any(method.name == HIDDEN for method in program.methods):
        return whole
    words = EveryWord(model.get_output_embeddings().out_features)
    before = CachedDecoder(runner, states, HIDDEN, HIDDEN)
    return [*whole, ShortlistedDecoder(before, words, partial(output_of, runner))]


def _sources(
    model: PreTrainedModel, program: Program, capacity: int
) -> Iterator[tuple[torch.Tensor, int, int]]:
    """Ids (length,), how much padding follows them, and how many tokens to force."""
    length = program.method("encode").dimensions["length"]
    longest = min(length.maximum, LONGEST)
    middle = (length.minimum + longest) // 2
    for tokens in sorted({length.minimum, middle, longest}):
        for padding in sorted({0, min(PADDING, longest - tokens)}):
            whole = tokens == middle and padding == 0
            steps = min(capacity, LONGEST if whole else STEPS)
            ids = _random(model.get_encoder(), tokens, seed=tokens)
            yield ids, padding, steps
    # As if a user had typed the padding token: M2M100 counts no position for it.
    typed = ids.clone()
    typed[1 : longest - 1 : 3] = padding_id(model.get_encoder().config)
    yield typed, 0, min(capacity, STEPS)


def _random(stack: PreTrainedModel, count: int, seed: int) -> torch.Tensor:
    """Seeded ids of the encoder or the decoder, which may have words of their own.

    The pad id is not among them.
    """
    vocabulary = cast(nn.Embedding, stack.get_input_embeddings()).num_embeddings
    generator = torch.Generator().manual_seed(seed)
    ids = torch.randint(1, vocabulary, (count,), generator=generator)
    return (ids + padding_id(stack.config)) % vocabulary


def _stock_logits(stock: PreTrainedModel, ids: torch.Tensor, forced: torch.Tensor) -> torch.Tensor:
    """ids (length,), forced (hypotheses, steps), to (hypotheses, steps, vocabulary)."""
    source = ids.expand(len(forced), -1)
    with torch.no_grad():
        return stock(
            input_ids=source, attention_mask=torch.ones_like(source), decoder_input_ids=forced
        ).logits


def _logits(
    decoder: StepModel, ids: torch.Tensor, padding: int, forced: torch.Tensor
) -> torch.Tensor:
    """The same from the program, a step at a time."""
    mask = np.pad(np.ones(len(ids), np.int64), (0, padding))
    decoder.encode(np.pad(ids.numpy(), (0, padding)), mask)
    steps = [decoder.step(tokens, at).copy() for at, tokens in enumerate(forced.T.numpy())]
    return torch.from_numpy(np.stack(steps, axis=1))


def _difference(
    expected: torch.Tensor, found: torch.Tensor, ids: torch.Tensor, padding: int
) -> Difference:
    largest = (found - expected).abs().max().item()
    allowed = TOLERANCE * max(1.0, expected.abs().max().item())
    return Difference(len(ids), padding, largest, allowed)
