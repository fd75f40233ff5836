"""Models with fewer words: the same texts get the same words, and the same answers."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, decoders, pre_tokenizers, processors, trainers
from tokenizers import models as kinds
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from mobilec.checkpoint.load import load
from mobilec.checkpoint.translation.languages import Languages
from tests import models, translation_models
from tests.mobilec.compression.conftest import WORDS, made

REDUCE = {"method": "reduce-vocabulary"}
TEXTS = ("we go on up to an inn", "my ox or so", "do go in at an inn", "Hello, 42 näive")


def logits(folder: Path, text: str) -> torch.Tensor:
    """Of a classifier for a text."""
    checkpoint = load(folder)
    ids = torch.tensor([checkpoint.tokenizer.encode(text).ids])
    with torch.no_grad():
        return checkpoint.model(input_ids=ids).logits


@pytest.fixture
def texts(tmp_path) -> Path:
    file = tmp_path / "texts.txt"
    file.write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
    return file


def test_a_classifier_answers_as_before(bert, texts, tmp_path):
    result = made(bert, tmp_path, REDUCE, data=texts)
    small = load(result.folder)
    assert small.model.config.vocab_size == len(small.tokenizer.get_vocab()) < 120
    for text in TEXTS:
        torch.testing.assert_close(logits(result.folder, text), logits(bert, text))


def test_a_word_that_is_gone_is_cut_smaller(bert, texts, tmp_path):
    """And is not unknown: the characters of the words that stay do."""
    before = load(bert).tokenizer.encode("ng").tokens
    result = made(bert, tmp_path, REDUCE, data=texts)
    after = load(result.folder).tokenizer.encode("ng").tokens
    assert len(after) > len(before) and "[UNK]" not in after


@pytest.mark.parametrize("family", ["marian", "bart", "m2m_100", "t5", "t5-gated"])
def test_a_translator_answers_as_before(family, parallel, tmp_path):
    """The scores of the words that stay are what they were."""
    folder = translation_models.save(family.removesuffix("-gated"), tmp_path / "dense")
    tied = family not in translation_models.UNTIED
    translation_models.tiny(family, tie_word_embeddings=tied).save_pretrained(folder)
    target = "de" if family == "m2m_100" else None
    result = made(folder, tmp_path, REDUCE, data=parallel, target_language=target)
    languages = Languages(target=target)
    small, dense = (load(each, languages=languages) for each in (result.folder, folder))
    old, new = dense.tokenizer, small.tokenizer
    assert len(new.get_vocab()) == small.model.config.vocab_size < 400
    kept = [old.token_to_id(new.id_to_token(id)) for id in range(len(new.get_vocab()))]
    ids, mapped = (torch.tensor([c.text.words.ids(" ".join(WORDS[:6]))]) for c in (dense, small))
    assert [kept[id] for id in mapped[0].tolist()] == ids[0].tolist()
    with torch.no_grad():
        before = dense.model(input_ids=ids, decoder_input_ids=ids).logits[..., kept]
        after = small.model(input_ids=mapped, decoder_input_ids=mapped).logits
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)


def test_ids_in_the_settings_are_those_of_the_same_words(parallel, tmp_path):
    folder = translation_models.save(
        "marian",
        tmp_path / "dense",
        forced_eos_token_id=0,
        suppress_tokens=[30, 31],
        bad_words_ids=[[models.VOCABULARY - 1]],
    )
    before = json.loads((folder / "generation_config.json").read_text())
    result = made(folder, tmp_path, REDUCE, data=parallel)
    after = json.loads((result.folder / "generation_config.json").read_text())
    old, new = load(folder).tokenizer, load(result.folder).tokenizer
    for name in ("pad_token_id", "decoder_start_token_id", "forced_eos_token_id"):
        assert new.id_to_token(after[name]) == old.id_to_token(before[name])
    assert [new.id_to_token(i) for i in after["suppress_tokens"]] == [
        old.id_to_token(i) for i in before["suppress_tokens"]
    ]
    assert after["bad_words_ids"] == [[after["pad_token_id"]]]


def test_transformers_reads_the_new_tokenizer(bert, texts, tmp_path):
    result = made(bert, tmp_path, REDUCE, data=texts)
    theirs = AutoTokenizer.from_pretrained(result.folder)
    for text in TEXTS:
        assert theirs(text)["input_ids"] == load(result.folder).tokenizer.encode(text).ids


def test_characters_keep_all_words_that_they_write(bert, tmp_path):
    shutil.copytree(bert, tmp_path / "dense")
    file = tmp_path / "dense" / "tokenizer.json"
    document = json.loads(file.read_text())
    own, others = document["model"]["vocab"], {"pq": "жук", "pr": "Ωμ", "ps": "née"}
    document["model"]["vocab"] = {others.get(word, word): id for word, id in own.items()}
    file.write_text(json.dumps(document))
    for sets, gone in ((["ascii"], {*others.values()}), (["latin", "greek"], {"жук"})):
        steps = REDUCE | {"characters": sets}
        result = made(tmp_path / "dense", tmp_path, steps, output=tmp_path / sets[0])
        words = load(result.folder).tokenizer.get_vocab()
        assert {*others.values()} - words.keys() == gone
        assert "an" in words


def test_a_size_keeps_the_most_frequent(bert, texts, tmp_path):
    result = made(bert, tmp_path, REDUCE | {"size": 46}, data=texts)
    words = load(result.folder).tokenizer.get_vocab()
    assert len(words) <= 46 and "an" in words
    assert "of" in result.record.steps[0].notes[0]


def test_special_tokens_stay(bert, texts, tmp_path):
    result = made(bert, tmp_path, REDUCE, data=texts)
    tokenizer = load(result.folder).tokenizer
    assert all(tokenizer.token_to_id(f"[{name}]") is not None for name in ("PAD", "CLS", "MASK"))


def bpe(folder: Path, byte_level: bool) -> PreTrainedTokenizerFast:
    """Trained on the spot: merges of merges."""
    core = Tokenizer(kinds.BPE(unk_token=None if byte_level else "<unk>"))
    core.pre_tokenizer = pre_tokenizers.ByteLevel() if byte_level else pre_tokenizers.Metaspace()
    core.decoder = decoders.ByteLevel() if byte_level else decoders.Metaspace()
    alphabet = pre_tokenizers.ByteLevel.alphabet() if byte_level else []
    trainer = trainers.BpeTrainer(
        vocab_size=480, special_tokens=["<pad>", "<s>", "</s>", "<unk>"], initial_alphabet=alphabet
    )
    lines = ["going inning outing", "lower lowest newer newest wider widest", "unhappily happy"]
    core.train_from_iterator(lines * 4, trainer)
    core.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 1))
    made = PreTrainedTokenizerFast(tokenizer_object=core, pad_token="<pad>", unk_token="<unk>")
    made.save_pretrained(folder)
    return made


@pytest.mark.parametrize("byte_level", [True, False])
def test_bpe_keeps_the_merges_that_make_its_words(byte_level, tmp_path):
    models.tiny("bert").save_pretrained(tmp_path / "dense")
    before = bpe(tmp_path / "dense", byte_level)
    file = tmp_path / "texts.txt"
    file.write_text("lowest newest\nhappily going\n")
    result = made(tmp_path / "dense", tmp_path, REDUCE, data=file)
    after = load(result.folder).tokenizer
    assert len(after.get_vocab()) < len(before)
    for text in ("lowest newest", "happily going"):
        assert after.encode(text).tokens == before.backend_tokenizer.encode(text).tokens
    if byte_level:
        assert after.decode(after.encode("Ωmega zoo").ids).strip() == "Ωmega zoo"
