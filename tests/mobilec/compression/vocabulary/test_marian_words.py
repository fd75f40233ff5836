"""Marian's two SentencePiece models with fewer pieces, and one vocabulary or two."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from transformers import MarianConfig, MarianMTModel

from mobilec.checkpoint.load import load
from mobilec.checkpoint.translation.piece_model import read_piece_model
from tests.mobilec.checkpoint.translation.making import train, write_names
from tests.mobilec.compression.conftest import made

REDUCE = {"method": "reduce-vocabulary"}
PAIRS = (("bada gada", "kolo mono"), ("gaba", "nomo"), ("dada baga", "molo ko"))
KINDS = ("unigram", "bpe")
PLAIN = {"normalization_rule_name": "identity"}
"""Rules for characters take long to convert."""


@pytest.fixture(scope="module")
def piece_models(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pieces")
    for kind in KINDS:
        (folder / kind).mkdir()
        for side, letters in (("source", "abdg"), ("target", "klmno")):
            train(folder / kind / f"{side}.spm", letters, 60, model_type=kind, **PLAIN)
    return folder


@pytest.fixture
def pairs(tmp_path) -> Path:
    file = tmp_path / "pairs.tsv"
    file.write_text("source\ttarget\n" + "".join(f"{a}\t{b}\n" for a, b in PAIRS))
    return file


def checkpoint(folder: Path, pieces: Path, separate: bool) -> Path:
    shutil.copytree(pieces, folder)
    own = [list(read_piece_model(folder / f"{side}.spm").scores) for side in ("source", "target")]
    if separate:
        own = [each[: min(map(len, own))] for each in own]
        names = [("</s>", "<unk>", *each, "<pad>") for each in own]
        write_names(folder / "target_vocab.json", {name: id for id, name in enumerate(names[1])})
    else:
        names = [("</s>", "<unk>", *dict.fromkeys((*own[0], *own[1])), "<pad>")]
    write_names(folder / "vocab.json", {name: id for id, name in enumerate(names[0])})
    size = len(names[0])
    model = MarianMTModel(
        MarianConfig(
            vocab_size=size,
            decoder_vocab_size=size,
            d_model=16,
            encoder_layers=1,
            decoder_layers=1,
            encoder_attention_heads=2,
            decoder_attention_heads=2,
            encoder_ffn_dim=16,
            decoder_ffn_dim=16,
            max_position_embeddings=40,
            share_encoder_decoder_embeddings=not separate,
            pad_token_id=size - 1,
            eos_token_id=0,
            forced_eos_token_id=0,
            decoder_start_token_id=size - 1,
        )
    )
    model.generation_config.update(max_length=12, bad_words_ids=[[size - 1]])
    model.save_pretrained(folder)
    settings = {"separate_vocabs": separate, "source_lang": "en", "target_lang": "de"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


@pytest.mark.parametrize(
    ("kind", "separate"), [("unigram", False), ("unigram", True), ("bpe", True)]
)
def test_sentences_have_the_same_pieces(kind, separate, piece_models, pairs, tmp_path):
    folder = checkpoint(tmp_path / "dense", piece_models / kind, separate)
    result = made(folder, tmp_path, REDUCE, data=pairs)
    dense, small = load(folder), load(result.folder)
    old, new = dense.text.words, small.text.words
    assert small.model.config.vocab_size < dense.model.config.vocab_size
    for text, _ in PAIRS:
        tokens = [words.source.encode(text).tokens for words in (old, new)]
        assert tokens[0] == tokens[1]
    assert len(read_piece_model(result.folder / "source.spm").scores) < len(
        read_piece_model(folder / "source.spm").scores
    )


@pytest.mark.parametrize("separate", [False, True])
def test_scores_are_those_of_before(separate, piece_models, pairs, tmp_path):
    folder = checkpoint(tmp_path / "dense", piece_models / "unigram", separate)
    result = made(folder, tmp_path, REDUCE, data=pairs)
    dense, small = load(folder), load(result.folder)
    said = json.loads((folder / ("target_vocab.json" if separate else "vocab.json")).read_text())
    file = result.folder / ("target_vocab.json" if separate else "vocab.json")
    after = json.loads(file.read_text())
    start = [c.model.config.decoder_start_token_id for c in (dense, small)]
    assert (said["<pad>"], after["<pad>"]) == tuple(start)
    logits = []
    for each, first in zip((dense, small), start, strict=True):
        ids = torch.tensor([each.text.words.ids(PAIRS[0][0])])
        with torch.no_grad():
            found = each.model(input_ids=ids, decoder_input_ids=torch.tensor([[first]])).logits
        logits.append(found[0, 0])
    kept = [said[name] for name in sorted(after, key=after.__getitem__)]
    torch.testing.assert_close(logits[1], logits[0][kept], atol=1e-5, rtol=1e-5)
