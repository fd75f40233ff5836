"""Tiny trained folders: what training writes, without the training."""

import json
from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from mobilec.training.translation.model import new_model
from mobilec.training.translation.options import Corpus, Shape, TranslationOptions
from mobilec.training.translation.run import generation
from mobilec.training.translation.vocabulary import train_tokenizer
from tests.mobilec.training.classification.tiny import write_checkpoint, write_data

SENTENCES = ["Dogs run.", "Big cats sleep here.", "Cats run.", "Big dogs sleep."] * 3
TRANSLATIONS = ["Hunde laufen.", "Hier schlafen Katzen.", "Katzen laufen.", "Hunde schlafen."] * 3


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


@pytest.fixture
def translator(tmp_path: Path) -> Path:
    """A Marian model that was never trained."""
    tokenizer = train_tokenizer(SENTENCES + TRANSLATIONS, 340, 64)
    tokenizer.init_kwargs |= {"source_lang": "en", "target_lang": "de"}
    corpus = Corpus((tmp_path / "unread",))
    shape = Shape(width=32, feed_forward=48, encoder_layers=2, decoder_layers=1, heads=2)
    options = TranslationOptions((corpus,), corpus, tmp_path / "translator", shape=shape)
    model = new_model(options, torch.ones(len(tokenizer)), pad=0, eos=1)
    model.generation_config = generation(options, tokenizer)
    model.generation_config.max_length = 12
    model.save_pretrained(options.output)
    tokenizer.save_pretrained(options.output)
    (options.output / "training.json").write_text(json.dumps({"dev_chrf": 0.5}))
    return options.output


@pytest.fixture
def parallel(tmp_path: Path) -> Path:
    """Two files as one argument: sentences and their translations."""
    for language, texts in (("en", SENTENCES), ("de", TRANSLATIONS)):
        (tmp_path / f"text.{language}").write_text("\n".join(texts) + "\n")
    return Path(f"{tmp_path}/text.en,{tmp_path}/text.de")
