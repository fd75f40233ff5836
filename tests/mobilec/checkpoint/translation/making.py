"""Tokenizers for tiny translators, and SentencePiece models trained on the spot."""

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sentencepiece
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import PreTrainedConfig

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_LETTERS = "abcdefghijklmnopqrstuvwxyz.,!:"


def save_tokenizer(
    folder: Path, config: PreTrainedConfig, codes: tuple[str, ...] = (), **settings: Any
) -> Tokenizer:
    """tokenizer.json of letters, and tokenizer_config.json that pads with what the model pads."""
    tokenizer = Tokenizer(
        models.Unigram(
            [*((name, 0.0) for name in SPECIAL), *((name, -1.0) for name in ("▁", *_LETTERS))],
            unk_id=3,
        )
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens([*SPECIAL, *codes])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    pad = tokenizer.id_to_token(config.pad_token_id) or "<none>"
    (folder / "tokenizer_config.json").write_text(json.dumps({"pad_token": pad, **settings}))
    return tokenizer


def train(path: Path, words: str, size: int = 120, **options: Any) -> Path:
    """A SentencePiece model at ``path`` of made-up sentences of ``words``' letters."""
    chance = random.Random(words)
    syllables = [a + b for a in words for b in words]
    lines = [
        " ".join("".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(8))
        for _ in range(400)
    ]
    marks = "".join(chance.choices(".,!?-'", k=200))
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*lines, *(f"{mark} {mark}" for mark in marks)]),
        model_prefix=str(path.with_suffix("")),
        vocab_size=size,
        character_coverage=1.0,
        minloglevel=2,
        num_threads=1,
        **options,
    )
    path.with_suffix(".model").rename(path)
    path.with_suffix(".vocab").unlink()
    return path


def write_names(path: Path, names: Mapping[str, int]) -> None:
    path.write_text(json.dumps(dict(names), ensure_ascii=False), encoding="utf-8")
