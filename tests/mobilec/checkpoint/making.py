"""Tiny seeded checkpoints on disk: classifiers of two layers, each beside a tokenizer."""

import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    AlbertConfig,
    AlbertForSequenceClassification,
    BertConfig,
    BertForSequenceClassification,
    PreTrainedModel,
    RobertaConfig,
    RobertaForSequenceClassification,
)

SIZES = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 40,
}
LABELS = {0: "bad", 1: "so-so", 2: "good"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,"


def bert(folder: Path, **settings: Any) -> PreTrainedModel:
    """BERT beside a WordPiece tokenizer of letters, lowercased."""
    tokenizer = wordpiece()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), id2label=LABELS, pad_token_id=0, **SIZES, **settings
    )
    return _saved(BertForSequenceClassification, config, tokenizer, folder)


def roberta(folder: Path) -> PreTrainedModel:
    """RoBERTa beside a byte-level BPE tokenizer without merges; its padding id is 1."""
    tokenizer = _byte_level()
    config = RobertaConfig(
        vocab_size=tokenizer.get_vocab_size(), id2label=LABELS, pad_token_id=1, **SIZES
    )
    return _saved(RobertaForSequenceClassification, config, tokenizer, folder)


def albert(folder: Path) -> PreTrainedModel:
    """ALBERT, whose layers share one set of weights, beside a unigram tokenizer."""
    tokenizer = _unigram()
    config = AlbertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        embedding_size=8,
        id2label=LABELS,
        pad_token_id=0,
        **SIZES,
    )
    return _saved(AlbertForSequenceClassification, config, tokenizer, folder)


FAMILIES = {"bert": bert, "roberta": roberta, "albert": albert}


def wordpiece() -> Tokenizer:
    """Every letter alone and as a continuation, between [CLS] and [SEP]."""
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens = [*specials, *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(specials)
    return tokenizer


def edit_json(file: Path, **changes: Any) -> None:
    """Sets keys of a JSON object on disk; a key that is set to None is removed."""
    content = json.loads(file.read_text()) | changes
    file.write_text(json.dumps({key: v for key, v in content.items() if v is not None}))


def _byte_level() -> Tokenizer:
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    tokens = [*specials, *sorted(pre_tokenizers.ByteLevel.alphabet())]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocabulary, merges=[], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.add_special_tokens(specials)
    return tokenizer


def _unigram() -> Tokenizer:
    specials = ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"]
    pieces = [*specials, "▁", *_LETTERS]
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in pieces], unk_id=1))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(specials)
    return tokenizer


def _saved(
    of: type[PreTrainedModel], config: Any, tokenizer: Tokenizer, folder: Path
) -> PreTrainedModel:
    torch.manual_seed(0)
    model = of(config).eval()
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return model
