"""Folders with a configuration and the files of a tokenizer, which is all that ids need."""

import json
from pathlib import Path
from typing import Any

import transformers
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'-@"
_WORDS = ("the", "good", "bad", "film", "naïve", "é", "##é", "的", "人", "##人", "A", "F")


def wordpiece(
    lowercase: bool = True, closed: bool = True, marks: tuple[str, ...] = MARKS
) -> Tokenizer:
    """As BERT's; ``closed``: with what stands around a text."""
    names = [*marks, *_LETTERS, *(f"##{letter}" for letter in _LETTERS), *_WORDS]
    ids = {name: id for id, name in enumerate(names)}
    made = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    if closed:
        ends = ("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"])
        made.post_processor = processors.BertProcessing(*ends)
    made.add_special_tokens(list(marks))
    return made


def byte_level(add_prefix_space: bool = False) -> Tokenizer:
    """As RoBERTa's."""
    names = [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        "<mask>",
        *sorted(pre_tokenizers.ByteLevel.alphabet()),
    ]
    names += ["Ġg", "od", "go", "Ġgo", "good", "Ġgood"]
    merges = [("Ġ", "g"), ("o", "d"), ("g", "o"), ("Ġg", "o"), ("go", "od"), ("Ġgo", "od")]
    made = Tokenizer(models.BPE({name: id for id, name in enumerate(names)}, merges))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=add_prefix_space)
    made.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    made.add_special_tokens(names[:5])
    return made


def described(folder: Path, family: str, rows: int = 400, **config: Any) -> Path:
    """config.json of a classifier. What has the default of its class is not in the file."""
    made = getattr(transformers, f"{family}Config")(vocab_size=rows, num_labels=3, **config)
    made.architectures = [f"{family}ForSequenceClassification"]
    made.save_pretrained(folder)
    return folder


def with_tokenizer(
    folder: Path, family: str, tokenizer: Tokenizer | str, settings: dict[str, Any], **config: Any
) -> Path:
    """The same with tokenizer.json and tokenizer_config.json."""
    described(folder, family, **config)
    text = tokenizer if isinstance(tokenizer, str) else tokenizer.to_str()
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder
