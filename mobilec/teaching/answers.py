"""What a teacher says of many sentences at once, by transformers' own search."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import torch

from mobilec.checkpoint.load import Checkpoint

_TIMES, _MORE = 2, 10
"""Of the pieces of a source: what a translation has room for."""

Batch = tuple[int, ...]
"""Numbers of sentences that are searched together."""


@dataclass(frozen=True)
class Answer:
    """``ended``: the search came to its end."""

    text: str
    ended: bool


def batches(lengths: Sequence[int], pieces: int) -> tuple[Batch, ...]:
    """All sentences, short ones first, as many at once as have ``pieces`` pieces with padding.
    ``lengths``: in pieces. They do not depend on who searches them, or in how many processes."""
    order = sorted(range(len(lengths)), key=lambda at: (lengths[at], at))
    found: list[Batch] = []
    batch: list[int] = []
    for at in order:
        if batch and lengths[at] * (len(batch) + 1) > pieces:
            found.append(tuple(batch))
            batch = []
        batch.append(at)
    return (*found, tuple(batch)) if batch else tuple(found)


class Teacher:
    """``beams``: of its search, whose other settings are its own."""

    def __init__(self, checkpoint: Checkpoint, beams: int) -> None:
        assert checkpoint.text is not None, "a translator"
        self._model: Any = checkpoint.model
        self._pad, self._words = checkpoint.pad_id, checkpoint.text.words
        self._forced = checkpoint.text.forced_bos
        self._config = deepcopy(self._model.generation_config)
        self._config.num_beams, self._config.do_sample = beams, False
        self._config.forced_eos_token_id = None  # it would hide that a translation has no end
        self._most = checkpoint.max_positions

    @torch.inference_mode()
    def answers(self, sources: Sequence[Sequence[int]]) -> list[Answer]:
        """Of sentences as ids."""
        longest = max(map(len, sources))
        ids = torch.full((len(sources), longest), self._pad)
        mask = torch.zeros_like(ids)
        for row, source in enumerate(sources):
            ids[row, : len(source)] = torch.tensor(source)
            mask[row, : len(source)] = 1
        config = deepcopy(self._config)
        config.max_length, config.max_new_tokens = self._room(longest) + 1, None
        config.forced_bos_token_id = self._forced
        found = self._model.generate(input_ids=ids, attention_mask=mask, generation_config=config)
        rows = zip(sources, found[:, 1:].tolist(), strict=True)
        return [self._answer(row[: self._room(len(source))]) for source, row in rows]

    def _room(self, pieces: int) -> int:
        """For the translation of so many pieces, whatever is searched beside it."""
        room = _TIMES * pieces + _MORE
        return room if self._most is None else min(room, self._most - 1)

    def _answer(self, row: list[int]) -> Answer:
        end = self._config.eos_token_id
        ends = end if isinstance(end, list) else [end]
        said = next((at for at, id in enumerate(row) if id in ends), None)
        return Answer(self._words.text(row[:said]), said is not None)
