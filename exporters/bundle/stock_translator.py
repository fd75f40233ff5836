"""The translations and logits of transformers itself, which everything exported is held to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import GenerationConfig, PreTrainedModel

from exporters.bundle.translation_golden import Generated
from exporters.capture.network import with_attention
from exporters.decode.settings import GenerationSettings

Allowed = Callable[[Sequence[int]], np.ndarray]
FORCED_LEAD = 1e4
"""The lead of a token that had no rival."""


class StockTranslator:
    """A model in float32 with eager attention, and with its own generation_config.json but for the
    limits, the number of beams and the language that ``settings`` set. Nothing of capture.
    """

    def __init__(
        self,
        model: PreTrainedModel,
        settings: GenerationSettings,
        captured: PreTrainedModel | None = None,
        allowed: Allowed | None = None,
    ) -> None:
        """``captured``: where what is captured is another model with the same answers, that one:
        its tables are those of the program. ``allowed``: the words that a translation of some ids
        may have (n,); None for all."""
        self._model: Any = with_attention(model, "eager")
        self._allowed = allowed
        self._tables: Any = self._model if captured is None else captured
        self._config = _limited(self._model.generation_config, settings)

    def greedy(self, input_ids: Sequence[int]) -> Generated:
        """``generate`` with one beam."""
        config = deepcopy(self._config)
        config.num_beams = 1
        config.return_dict_in_generate = config.output_scores = True
        found = self._generate(input_ids, config)
        leads = tuple(_lead(step[0]) for step in found.scores)
        return Generated(tuple(found.sequences[0].tolist()), leads)

    def searched(self, input_ids: Sequence[int]) -> tuple[int, ...]:
        """``generate`` as asked."""
        return tuple(self._generate(input_ids, self._config)[0].tolist())

    @torch.inference_mode()
    def logits(self, input_ids: Sequence[int], forced: Sequence[int]) -> np.ndarray:
        """(steps, vocabulary) after each of the forced tokens, all in one run."""
        ids = torch.tensor([input_ids], dtype=torch.int64)
        decoder_ids = torch.tensor([forced], dtype=torch.int64)
        mask = torch.ones_like(ids)
        return (
            self._model(input_ids=ids, attention_mask=mask, decoder_input_ids=decoder_ids)
            .logits[0]
            .numpy()
        )

    @torch.inference_mode()
    def rows(self, method: str, ids: Sequence[int]) -> np.ndarray:
        """(n, width): rows of the table that a method of the program looks its ids up in; where
        that is in bands, those of all of them side by side."""
        model = self._tables
        stack = model.get_encoder() if method == "encode" else model.get_decoder()
        words = stack.get_input_embeddings()
        # A compressed embedding has its tables inside, where narrower rows stand.
        tables = [module for module in words.modules() if isinstance(module, nn.Embedding)]
        found: list[torch.Tensor] = []
        # BART's own table multiplies what it looks up, so it is the weight that counts.
        hooks = [t.register_forward_pre_hook(partial(_note_rows_, found)) for t in tables]
        words(torch.tensor(list(ids)))
        for hook in hooks:
            hook.remove()
        return torch.cat(found, -1).float().numpy()

    @torch.inference_mode()
    def _generate(self, input_ids: Sequence[int], config: GenerationConfig) -> Any:
        ids = torch.tensor([input_ids], dtype=torch.int64)
        with _saying(self._model, None if self._allowed is None else self._allowed(input_ids)):
            return self._model.generate(
                input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=config
            )


@contextmanager
def _saying(model: nn.Module, words: np.ndarray | None) -> Iterator[None]:
    """A model whose logits of all other words are -inf, before any search sees them."""
    if words is None:
        yield
        return
    said = torch.from_numpy(words)

    def silence(_: nn.Module, __: Any, answer: Any) -> Any:
        logits = torch.full_like(answer.logits, -torch.inf)
        logits[..., said] = answer.logits[..., said]
        answer["logits"] = logits
        return answer

    hook = model.register_forward_hook(silence)
    try:
        yield
    finally:
        hook.remove()


def _note_rows_(found: list[torch.Tensor], table: nn.Embedding, args: tuple[Any, ...]) -> None:
    found.append(table.weight[args[0]])


def _limited(config: GenerationConfig, settings: GenerationSettings) -> GenerationConfig:
    own = deepcopy(config)
    own.max_new_tokens, own.max_length = None, settings.max_length
    own.min_new_tokens, own.min_length = None, settings.min_length
    own.num_beams = settings.num_beams
    own.forced_bos_token_id = settings.forced_bos
    return own


def _lead(scores: torch.Tensor) -> float:
    second, best = scores.sort().values[-2:].tolist()
    return min(best - second, FORCED_LEAD)
