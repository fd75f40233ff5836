"""Settings over tokenizer.json: the ids of transformers, or a refusal with the first text."""

import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import AutoTokenizer

from exporters.errors import Refused
from mobilec.checkpoint.declared import added_tokens
from mobilec.checkpoint.tokenizer import settle
from tests.mobilec.checkpoint.ids.making import byte_level, described, with_tokenizer, wordpiece

BERT = {"tokenizer_class": "BertTokenizer"}
ROBERTA = {"tokenizer_class": "RobertaTokenizer", "pad_token": "<pad>"}
USER = {"content": "@user", "normalized": False, "special": False}
TEXTS = ("good film", "A good film", "naïve é", "的人 good", "@user good", "bad @user film", "good")


def followed(folder: Path, *texts: str) -> tuple[str, ...]:
    """Refuses other ids than transformers'; what was said of it."""
    found, theirs = settle(folder), AutoTokenizer.from_pretrained(folder)
    for text in texts:
        assert found.tokenizer.encode(text).ids == theirs(text).input_ids, text
    assert theirs.__class__.__name__ in found.held.against[0]
    assert found.held.texts > 1000 and found.held.finding().passed
    return found.held.notes


@pytest.mark.parametrize("family", ["Bert", "DistilBert", "Electra", "MobileBert"])
def test_the_same_ids_need_no_words(family: str, tmp_path: Path) -> None:
    assert followed(with_tokenizer(tmp_path, family, wordpiece(), {}), *TEXTS) == ()


@pytest.mark.parametrize(
    ("family", "tokenizer", "settings"),
    [
        ("Bert", wordpiece(), BERT | {"strip_accents": False}),
        ("Bert", wordpiece(), BERT | {"tokenize_chinese_chars": False}),
        ("Bert", wordpiece(), BERT | {"additional_special_tokens": ["@user"]}),
        ("Bert", wordpiece(), BERT | {"extra_special_tokens": {"user_token": "@user"}}),
        ("Bert", wordpiece(), BERT | {"added_tokens_decoder": {"98": USER}}),
        ("Bert", wordpiece(closed=False), BERT),
        ("Roberta", byte_level(), ROBERTA | {"add_prefix_space": True}),
        ("Roberta", byte_level(add_prefix_space=True), ROBERTA | {"add_prefix_space": False}),
    ],
)
def test_declared_settings_hold(
    family: str, tokenizer: Tokenizer, settings: dict[str, Any], tmp_path: Path
) -> None:
    if "added_tokens_decoder" in settings:
        own = tokenizer.get_added_tokens_decoder().items()
        marks = {str(id): {"content": t.content, "special": True} for id, t in own}
        settings = settings | {"added_tokens_decoder": marks | settings["added_tokens_decoder"]}
    folder = with_tokenizer(tmp_path, family, tokenizer, settings)
    (note,) = followed(folder, *TEXTS)
    assert "Tokenizer of transformers 5" in note and "was followed" in note


def test_tokens_in_a_file_of_their_own(tmp_path: Path) -> None:
    folder = with_tokenizer(tmp_path, "Bert", wordpiece(), BERT)
    id = wordpiece().get_vocab_size()
    (folder / "added_tokens.json").write_text(json.dumps({"@user": id}))
    (note,) = followed(folder, *TEXTS)
    assert settle(folder).tokenizer.encode("bad @user").ids[-2] == id
    assert "for '#tag @user' it gives" in note


def lowercased_in_a_sequence() -> Tokenizer:
    made = wordpiece()
    made.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase()])
    return made


def without_normalizer() -> Tokenizer:
    made = json.loads(wordpiece().to_str()) | {"normalizer": None}
    return Tokenizer.from_str(json.dumps(made))


@pytest.mark.parametrize(
    ("tokenizer", "settings", "reason"),
    [
        (lowercased_in_a_sequence(), BERT | {"do_lower_case": False}, "do_lower_case=False, and"),
        (without_normalizer(), BERT | {"do_lower_case": True}, "do_lower_case=True, and"),
        (
            wordpiece(lowercase=False),
            BERT,
            "does not say do_lower_case.*takes True.*lowercase=False",
        ),
        (wordpiece(lowercase=False), {}, "does not say do_lower_case.*for 'A' it gives"),
    ],
)
def test_casing_that_contradicts(
    tokenizer: Tokenizer, settings: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=f"{reason}.*make them say what the model was trained with"):
        settle(with_tokenizer(tmp_path, "Bert", tokenizer, settings))


@pytest.mark.parametrize(
    ("change", "key"),
    [({"strip_accents": False}, "strip_accents"), ({"handle_chinese_chars": False}, "chinese")],
)
def test_what_only_tokenizer_json_says(change: dict[str, bool], key: str, tmp_path: Path) -> None:
    """The class has a default that contradicts it, and nobody knows who is right."""
    tokenizer = wordpiece()
    tokenizer.normalizer = normalizers.BertNormalizer(**change)
    with pytest.raises(Refused, match=f"does not say [a-z_]*{key}"):
        settle(with_tokenizer(tmp_path, "Bert", tokenizer, BERT))


def test_component_that_no_setting_explains(tmp_path: Path) -> None:
    tokenizer = wordpiece()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    folder = with_tokenizer(tmp_path, "Bert", tokenizer, BERT)
    with pytest.raises(Refused, match="no setting says why: for .*TokenizersBackend"):
        settle(folder)
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "TokenizersBackend"}')
    assert followed(folder, *TEXTS) == ()


def test_token_that_the_settings_lack(tmp_path: Path) -> None:
    tokenizer = wordpiece()
    own = tokenizer.get_added_tokens_decoder().items()
    marks = {str(id): {"content": token.content, "special": True} for id, token in own}
    tokenizer.add_tokens(["@user"])
    settings = BERT | {"added_tokens_decoder": marks}
    with pytest.raises(Refused, match="no setting says why: for .*@user"):
        settle(with_tokenizer(tmp_path, "Bert", tokenizer, settings))


def test_rules_that_transformers_drops(tmp_path: Path) -> None:
    """DeBERTa's class of version 5 has no character rules, whatever tokenizer.json says."""
    made = Tokenizer(
        models.Unigram([("[PAD]", 0.0), ("[UNK]", 0.0), *((c, -1.0) for c in "▁abcdefghij.1/2")], 1)
    )
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    folder = with_tokenizer(tmp_path, "DebertaV2", made, {"do_lower_case": False})
    found, theirs = settle(folder), AutoTokenizer.from_pretrained(folder)
    assert found.tokenizer.encode("ａ").ids == made.encode("ａ").ids == made.encode("a").ids
    assert theirs("ａ", add_special_tokens=False).input_ids != made.encode("a").ids
    (note,) = found.held.notes
    assert "DebertaV2Tokenizer" in note and "tokenizer.json was followed" in note


def test_folder_that_transformers_cannot_open(tmp_path: Path) -> None:
    folder = with_tokenizer(tmp_path, "Bert", wordpiece(), BERT | {"padding_side": "middle"})
    found = settle(folder).held
    assert found.against == () and "not asked for ids: ValueError: Padding side" in found.notes[0]


def test_added_token_without_text(tmp_path: Path) -> None:
    folder = with_tokenizer(tmp_path, "Bert", wordpiece(), {"added_tokens_decoder": {"1": 5}})
    with pytest.raises(Refused, match="tokenizer_config.json has the added token 5"):
        added_tokens(folder)


def cased(folder: Path, words: int) -> Path:
    described(folder, "Bert", rows=2000)
    names = [f"{a}{b}{c}" for a in "ABCDEFGHIJKLM" for b in "abcdefghij" for c in "abcdefghij"]
    lower = [name.lower() for name in names[:600]]
    marks = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
    (folder / "vocab.txt").write_text("\n".join((*marks, *names[:words], *lower)))
    return folder


def test_cased_vocabulary_that_would_be_lowercased(tmp_path: Path) -> None:
    folder = cased(tmp_path, 1200)
    with pytest.raises(
        Refused, match="1200 of its 1805 words have capitals .'Aaa', .*do_lower_case"
    ):
        settle(folder)
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false}')
    assert settle(folder).tokenizer.encode("Aaa").tokens == ["[CLS]", "Aaa", "[SEP]"]


def test_few_capitals_are_no_contradiction(tmp_path: Path) -> None:
    (against,) = settle(cased(tmp_path, 20)).held.against
    assert against.startswith("BertTokenizer of transformers")


@pytest.mark.parametrize(
    ("tokenizer", "reason"),
    [
        (wordpiece(marks=("[PAD]", "[CLS]", "[SEP]", "[MASK]")), "Missing .UNK. token"),
        (Tokenizer(models.Unigram([("▁", -1.0), ("a", -1.0)])), "unk_id"),
    ],
)
def test_no_id_for_unknown_characters(tokenizer: Tokenizer, reason: str, tmp_path: Path) -> None:
    folder = with_tokenizer(tmp_path, "Bert", tokenizer, {"tokenizer_class": "TokenizersBackend"})
    with pytest.raises(Refused, match=f"cannot encode .*{reason}.*unknown token"):
        settle(folder)


def test_dropout_is_off(tmp_path: Path) -> None:
    random = json.loads(byte_level().to_str())
    random["model"]["dropout"] = 0.9
    settings = {"tokenizer_class": "TokenizersBackend", "pad_token": "<pad>"}
    for place, given in ((tmp_path / "a", ROBERTA), (tmp_path / "b", settings)):
        place.mkdir()
        made = settle(with_tokenizer(place, "Roberta", json.dumps(random), given)).tokenizer
        assert made.encode("good good good").ids == byte_level().encode("good good good").ids
        assert json.loads(made.to_str())["model"]["dropout"] is None
