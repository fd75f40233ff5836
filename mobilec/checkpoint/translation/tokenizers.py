"""The tokenizers of a translator, one for each side where they differ."""

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer
from transformers import PreTrainedConfig

from exporters.text.words import Unknown
from mobilec.checkpoint.tokenizer import read_tokenizer
from mobilec.checkpoint.vocabulary import check_vocabulary


@dataclass(frozen=True)
class Pair:
    """``target`` is the same object where one tokenizer does both."""

    source: Tokenizer
    target: Tokenizer
    unknown: Unknown | None = None


def read_pair(folder: Path, config: PreTrainedConfig, source: str) -> Pair:
    """The tokenizers of a checkpoint's folder."""
    tokenizer = read_tokenizer(folder)
    check_vocabulary(tokenizer, config, source)
    return Pair(tokenizer, tokenizer)
