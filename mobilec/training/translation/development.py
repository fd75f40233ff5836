"""How good a model is on development pairs: loss and chrF of its greedy translations."""

from collections.abc import Sequence
from typing import Any

import torch
from sacrebleu import corpus_chrf
from torch.nn.utils.rnn import pad_sequence
from transformers import GenerationConfig, PreTrainedModel, PreTrainedTokenizerFast

from mobilec.training.measures import IGNORED
from mobilec.training.translation.pairs import Pair

BATCH = 64
"""Sentences translated at a time."""
LONGEST = 96
"""Pieces after which a translation ends."""


class Development:
    """``pairs`` ready to measure models on, in float32 and without dropout."""

    def __init__(self, pairs: Sequence[Pair], tokenizer: PreTrainedTokenizerFast) -> None:
        # Those of one batch are of about one length, so that little of it is padding.
        self._pairs = sorted(pairs, key=lambda pair: (len(pair[0]), pair))
        self._tokenizer = tokenizer

    @torch.inference_mode()
    def measured(self, model: PreTrainedModel) -> dict[str, float]:
        """``loss`` (nats a piece, not smoothed) and ``chrf`` (0 to 100) on all pairs."""
        training = model.training
        model.eval()
        loss, pieces, translations = 0.0, 0, list[str]()
        for start in range(0, len(self._pairs), BATCH):
            pairs = self._pairs[start : start + BATCH]
            sources = self._batch([source for source, _ in pairs], model.config.pad_token_id)
            labels = self._batch([target for _, target in pairs], IGNORED)
            mask = (sources != model.config.pad_token_id).long()
            loss += _loss(model, sources, mask, labels)
            pieces += int((labels != IGNORED).sum())
            translations += self._translated(model, sources, mask)
        model.train(training)
        targets = [target for _, target in self._pairs]
        return {"loss": loss / pieces, "chrf": corpus_chrf(translations, [targets]).score}

    def _translated(
        self, model: PreTrainedModel, sources: torch.Tensor, mask: torch.Tensor
    ) -> list[str]:
        config = GenerationConfig(
            max_length=min(LONGEST, model.config.max_position_embeddings),
            num_beams=1,
            do_sample=False,
            decoder_start_token_id=model.config.decoder_start_token_id,
            pad_token_id=model.config.pad_token_id,
            eos_token_id=model.config.eos_token_id,
            bad_words_ids=[[model.config.pad_token_id]],
        )
        search: Any = model.generate
        ids = search(
            input_ids=sources.to(model.device),
            attention_mask=mask.to(model.device),
            generation_config=config,
        )
        return self._tokenizer.batch_decode(ids, skip_special_tokens=True)

    def _batch(self, texts: list[str], filler: int) -> torch.Tensor:
        rows = [torch.tensor(ids) for ids in self._tokenizer(texts)["input_ids"]]
        return pad_sequence(rows, batch_first=True, padding_value=filler)


def _loss(
    model: PreTrainedModel, sources: torch.Tensor, mask: torch.Tensor, labels: torch.Tensor
) -> float:
    """The summed loss of ``labels``."""
    device = model.device
    logits = model(
        input_ids=sources.to(device), attention_mask=mask.to(device), labels=labels.to(device)
    ).logits
    return float(
        torch.nn.functional.cross_entropy(
            logits.flatten(0, 1),
            labels.flatten().to(device),
            ignore_index=IGNORED,
            reduction="sum",
        )
    )
