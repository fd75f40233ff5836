"""New ids, the settings that name them, and the check that a tokenizer cuts as before."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from exporters.errors import Refused
from mobilec.compression.vocabulary.characters import allowed_by
from mobilec.compression.vocabulary.check import refuse_moved, refuse_other_ids
from mobilec.compression.vocabulary.document import needed_with, reduced, special_ids
from mobilec.compression.vocabulary.json_words import JsonWords
from mobilec.compression.vocabulary.numbering import Numbering, numbering
from mobilec.compression.vocabulary.settings import ids_in, renumbered
from tests import models as models_of

SETTINGS = {
    "pad_token_id": 9,
    "eos_token_id": [2, 4],
    "bad_words_ids": [[9], [4, 7]],
    "forced_decoder_ids": [[1, 4]],
    "sequence_bias": [[[7, 2], 1.5]],
    "bos_token_id": None,
    "num_beams": 4,
}


def test_order_stays_but_for_the_first():
    assert numbering({7, 2, 9}, 10).kept == (2, 7, 9)
    assert numbering({7, 2, 9}, 10, first=(9,)).kept == (9, 2, 7)


def test_what_is_no_id_stays():
    """-100 marks labels that do not count, -1 the absence of a word."""
    assert numbering({2, 7}, 10).new_ids([7, -100, -1]) == [1, -100, -1]


def test_settings_name_the_same_words():
    assert ids_in(SETTINGS) == {2, 4, 7, 9}
    assert renumbered(SETTINGS, numbering({2, 4, 7, 9}, 10)) == {
        "pad_token_id": 3,
        "eos_token_id": [0, 1],
        "bad_words_ids": [[3], [1, 2]],
        "forced_decoder_ids": [[1, 1]],
        "sequence_bias": [[[2, 0], 1.5]],
    }


def bpe() -> Tokenizer:
    names = {name: id for id, name in enumerate(["?", "a", "b", "c", "ab", "abc", "bc"])}
    merges = [("a", "b"), ("ab", "c"), ("b", "c")]
    core = Tokenizer(models.BPE(names, merges, unk_token="?"))
    core.pre_tokenizer = pre_tokenizers.Whitespace()
    return core


def test_a_merged_word_needs_what_it_is_made_of():
    words = JsonWords(Path("nowhere"), bpe(), 7).lists[0]
    assert {name for name, id in words.names.items() if id in words.needed(5)} == {
        *("a", "b", "c", "ab", "abc")
    }


def test_a_tokenizer_without_a_merge_is_refused(tmp_path):
    """The check bites: without ``ab`` nothing makes ``abc``."""
    whole, texts = JsonWords(tmp_path, bpe(), 7), ("abc bc",)
    before = [whole.ids(text, 0) for text in texts]
    for kept, fits in (((0, 1, 2, 3, 4, 5, 6), True), ((0, 1, 2, 3, 5, 6), False)):
        found = Numbering(kept, 7)
        JsonWords(tmp_path, bpe(), 7).write_((found,))
        again = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
        small = JsonWords(tmp_path, again, len(kept))
        if fits:
            refuse_other_ids(small, [found], texts, before)
            continue
        with pytest.raises(Refused, match="abc bc"):
            refuse_other_ids(small, [found], texts, before)


def test_padding_from_which_positions_are_counted_stays():
    found = [numbering(range(2, 500), 500)]
    refuse_moved(models_of.tiny("bert", pad_token_id=5), found)
    with pytest.raises(Refused, match="counts positions"):
        refuse_moved(models_of.tiny("roberta", pad_token_id=5), found)


def test_unigram_scores_stay_with_their_pieces():
    core = Tokenizer(models.Unigram([("?", 0.0), ("a", -1.0), ("b", -2.0), ("ab", -1.5)], 0))
    core.add_special_tokens(["</s>"])
    document = json.loads(core.to_str())
    assert special_ids(document) == {0, 4}
    assert needed_with(document)(3) == {3}
    made = reduced(document, numbering({0, 2, 3, 4}, 5))
    assert made["model"]["vocab"] == [["?", 0.0], ["b", -2.0], ["ab", -1.5]]
    assert [(t["content"], t["id"]) for t in made["added_tokens"]] == [("</s>", 3)]


def test_sets_of_characters():
    german = allowed_by(("latin",))
    assert all(map(german, "Größe, 5 €!")) and not german("ж")
    assert not allowed_by(("ascii",))("ö")
    with pytest.raises(Refused, match="no set of characters 'elvish'"):
        allowed_by(("elvish",))
