"""Pairs of texts, and tiny checkpoints that label them, with a tokenizer class of transformers that
gives their models token types, or none."""

import json
from inspect import signature
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from tests import models

LONG = " ".join(["ab ac ad"] * 12)
TYPED = ("bert", "electra", "mobilebert", "deberta-v2")
"""Families that are given token types, by their usual tokenizers of transformers 5."""
PAIRS = (
    ("aa ab", "ac"),
    ("aa", "ab ac ad ae"),
    ("ac ab", "ac ab"),
    ("aa [SEP] ab", "ac [CLS]"),
    (LONG, "aa ab"),
    ("aa", LONG),
    (LONG, f"{LONG} aa ae"),
)
"""Three are longer than ``models.LONGEST``, and one has separators that were typed."""


def save(family: str, folder: Path, layers: int = 1, **settings: object) -> Path:
    """A checkpoint of a family; ``settings``: of its tokenizer_config.json."""
    changes = {"type_vocab_size": 2} if family == "deberta-v2" else {}
    model = models.tiny(family, num_hidden_layers=layers, **changes)
    model.config.id2label = {0: "entailment", 1: "neutral", 2: "contradiction"}
    model.config.label2id = {name: at for at, name in model.config.id2label.items()}
    model.save_pretrained(folder)
    core = models.tokenizer(model.config.pad_token_id)
    core.save_pretrained(folder)
    file = folder / "tokenizer_config.json"
    kind = "BertTokenizer" if family in TYPED else "PreTrainedTokenizerFast"
    own = {"tokenizer_class": kind, "do_lower_case": True}
    written = json.loads(file.read_text()) | own | settings
    file.write_text(json.dumps(written))
    return folder


def stock(folder: Path, text: str, pair: str, longest: int) -> tuple[list[int], np.ndarray]:
    """The ids that transformers makes of a pair, and the logits (labels,) of its model."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    read = tokenizer(text, pair, truncation=True, max_length=longest, return_tensors="pt")
    model = AutoModelForSequenceClassification.from_pretrained(folder, attn_implementation="eager")
    taken = {name: read[name] for name in read if name in signature(model.forward).parameters}
    with torch.no_grad():
        return read["input_ids"][0].tolist(), model.eval()(**taken).logits[0].numpy()
