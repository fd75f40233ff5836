"""A bundle's shortlist allows what Marian's does, in fewer bytes, and is refused where damaged."""

import json

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.text.shortlist import Shortlist
from exporters.text.word_lists import read_word_lists, word_lists, write_word_lists
from tests.fixtures import word_lists as fixture

KNOWN = json.loads(fixture.FILE.read_text())
TARGET = KNOWN["target_words"]


def marians(lists, first):
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.uint64)
    return Shortlist(first, 9, offsets, np.array(sum(lists, []), np.uint32))


def test_the_fixture_is_what_is_made_now():
    assert fixture.made() == KNOWN


@pytest.mark.parametrize("case", KNOWN["cases"], ids=lambda case: str(case["ids"][:6]))
def test_what_a_sentence_may_become(case):
    found = read_word_lists(bytes.fromhex(KNOWN["file"]), TARGET)
    np.testing.assert_array_equal(found.allowed(case["ids"], case["more"]), case["words"])


def test_it_allows_what_marians_file_does():
    numbers = np.random.default_rng(3)
    lists = [np.unique(numbers.integers(0, 32_000, n)).tolist() for n in range(0, 500, 5)]
    marian = marians(lists, first=4)
    packed = word_lists(marian, 32_000, always=(31_999,))
    read = read_word_lists(write_word_lists(packed), 32_000)
    for count in range(0, 60, 7):
        ids = numbers.integers(0, len(lists), count)
        expected = np.union1d(marian.allowed(ids.tolist()), [31_999])
        np.testing.assert_array_equal(read.allowed(ids.tolist()), expected)
    assert len(write_word_lists(packed)) < 0.5 * 4 * len(marian.targets)


@pytest.mark.parametrize("name", KNOWN["refused"])
def test_damaged_files(name):
    with pytest.raises(Refused, match=r"shortlist\.bin"):
        read_word_lists(bytes.fromhex(KNOWN["refused"][name]), TARGET)


@pytest.mark.parametrize("name", KNOWN["refused_when_asked"])
def test_damaged_lists(name):
    given = KNOWN["refused_when_asked"][name]
    with pytest.raises(Refused, match="damaged"):
        read_word_lists(bytes.fromhex(given["file"]), TARGET).allowed(given["ids"])


@pytest.mark.parametrize("ids", [[KNOWN["source_words"]], [-1], [0, 1 << 40]])
def test_ids_of_another_vocabulary(ids):
    with pytest.raises(Refused, match="is of 60 source words, and the ids of a text go from"):
        read_word_lists(bytes.fromhex(KNOWN["file"]), TARGET).allowed(ids)


def test_a_word_that_the_vocabulary_has_not():
    with pytest.raises(Refused, match="the vocabulary has 40,000"):
        read_word_lists(bytes.fromhex(KNOWN["file"]), TARGET).allowed([0], [40_000])


def test_a_list_that_a_bundle_cannot_hold():
    every = list(range(0, 1 << 24, 200))
    with pytest.raises(Refused, match="more than a bundle can hold"):
        word_lists(marians([every], first=0), 1 << 24)
