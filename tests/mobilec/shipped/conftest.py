"""A tiny trained folder: what training writes, without the training."""

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from tests.mobilec.training.classification.tiny import write_checkpoint, write_data


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    base = write_checkpoint(tmp_path / "base")
    folder = tmp_path / "trained"
    torch.manual_seed(1)
    config = BertConfig.from_pretrained(base, id2label={0: "negative", 1: "positive"})
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    (folder / "training.json").write_text(json.dumps({"dev_accuracy": 0.5}))
    return folder


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    return write_data(tmp_path / "dev.tsv", rows=12, seed=2)
