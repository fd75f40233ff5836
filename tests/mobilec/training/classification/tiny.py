"""A checkpoint and data small enough to train in a second: words that are good or bad."""

from pathlib import Path
from random import Random

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

GOOD = ("fine", "warm", "witty")
BAD = ("dull", "cold", "witless")
OTHER = ("the", "film", "is", "and", "a", "bit")
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def write_checkpoint(folder: Path) -> Path:
    """A BERT of two layers x 16 without a head; its tokenizer.json pads to 32 and cuts at 8."""
    torch.manual_seed(0)
    words = {word: index for index, word in enumerate(SPECIAL + GOOD + BAD + OTHER)}
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(folder)
    _tokenizer(words).save_pretrained(folder)
    return folder


def write_data(file: Path, rows: int, seed: int) -> Path:
    """Sentences of 2 to 7 words of which exactly one is good (label 1) or bad (label 0)."""
    random = Random(seed)
    lines = ["sentence\tlabel"]
    for _ in range(rows):
        label = random.randrange(2)
        words = [random.choice((BAD, GOOD)[label]), *random.choices(OTHER, k=random.randint(1, 6))]
        lines.append(f"{' '.join(random.sample(words, len(words)))}\t{label}")
    file.write_text("\n".join(lines) + "\n")
    return file


def _tokenizer(words: dict[str, int]) -> PreTrainedTokenizerFast:
    backend = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    backend.pre_tokenizer = pre_tokenizers.Whitespace()
    backend.post_processor = processors.BertProcessing(
        ("[SEP]", words["[SEP]"]), ("[CLS]", words["[CLS]"])
    )
    backend.enable_truncation(8)
    backend.enable_padding(length=32)
    return PreTrainedTokenizerFast(
        tokenizer_object=backend,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=32,
    )
