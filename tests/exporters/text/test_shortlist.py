"""A shortlist allows what its lists say, is read as it was written, and refused where damaged."""

import random
import struct

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.text.shortlist import MAGIC, Shortlist, read_shortlist, write_shortlist
from tests.fixtures import marian as written

LISTS = [[0, 3], [], [4, 5, 9], [3, 11], []]
WORDS, TARGETS, FIRST, BEST = 5, 12, 2, 3


def of(lists, first=FIRST, best=BEST):
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.uint64)
    return Shortlist(first, best, offsets, np.array(sum(lists, []), np.uint32))


@pytest.fixture
def whole():
    return write_shortlist(of(LISTS))


def marians_hash(words):
    """By numpy's wrapping arithmetic, and not by Python's numbers."""
    seed = np.uint64(0)
    with np.errstate(over="ignore"):
        for word in words:
            added = np.uint64(word) + np.uint64(0x9E3779B9)
            seed ^= added + (seed << np.uint64(6)) + (seed >> np.uint64(2))
    return int(seed)


def test_the_first_words_and_the_lists_of_the_sources():
    found = of(LISTS)
    np.testing.assert_array_equal(found.allowed([]), [0, 1])
    np.testing.assert_array_equal(found.allowed([1, 4]), [0, 1])
    np.testing.assert_array_equal(found.allowed([3, 0, 3]), [0, 1, 3, 11])
    np.testing.assert_array_equal(found.allowed(range(5)), [0, 1, 3, 4, 5, 9, 11])
    assert found.allowed([2]).dtype == np.int64
    assert of(LISTS, first=0).allowed([1]).size == 0


@pytest.mark.parametrize("ids", [[5], [-1], [0, 1 << 40]])
def test_ids_of_another_vocabulary(ids):
    with pytest.raises(Refused, match="has 5 source words, and the ids of a text go from"):
        of(LISTS).allowed(ids)


@pytest.mark.parametrize("lists", [LISTS, [[]] * 5, [[0]] + [[]] * 4, [[]] * 4 + [[1, 2]]])
def test_what_is_written_is_read(tmp_path, lists):
    (tmp_path / "lex.bin").write_bytes(write_shortlist(of(lists)))
    for given in (tmp_path / "lex.bin", write_shortlist(of(lists))):
        found = read_shortlist(given, WORDS, TARGETS)
        assert (found.first, found.best) == (FIRST, BEST)
        np.testing.assert_array_equal(found.offsets, of(lists).offsets, strict=True)
        np.testing.assert_array_equal(found.targets, of(lists).targets, strict=True)
        assert write_shortlist(found) == write_shortlist(of(lists))


def test_the_bytes_are_marians(whole):
    assert struct.unpack_from("<Q", whole)[0] == MAGIC
    assert struct.unpack_from("<4Q", whole, 16) == (FIRST, BEST, 6, 7)
    assert struct.unpack_from("<6Q", whole, 48) == (0, 2, 2, 5, 7, 7)
    assert struct.unpack_from("<7I", whole, 96) == (0, 3, 4, 5, 9, 3, 11)
    # Seven words of four bytes: the last is not in the checksum.
    numbers = struct.unpack_from(f"<{(len(whole) - 16) // 8}Q", whole, 16)
    assert struct.unpack_from("<Q", whole, 8)[0] == marians_hash(numbers)


def test_a_file_that_marian_wrote():
    """Five words of four bytes: the checksum is Marian's own."""
    file = written.FOLDER / written.SHORTLIST
    found = read_shortlist(file, len(written.WORDS), len(written.WORDS))
    assert write_shortlist(found) == file.read_bytes()
    assert (found.first, found.best) == (written.FIRST, written.BEST)

    def becomes(text):
        allowed = found.allowed([written.WORDS.index(word) for word in text.split()])
        return {written.WORDS[id] for id in allowed} - {"</s>", "<unk>"}

    assert becomes("das") == {"the", "a"} and becomes("haus") == {"house"}
    assert becomes("buch </s>") == {"book", "house"}
    assert becomes("das buch the") == {"the", "a", "book", "house"}


def test_every_cut_is_refused(whole):
    for end in range(len(whole)):
        with pytest.raises(Refused, match="^the shortlist (does not begin|is .* bytes long)"):
            read_shortlist(whole[:end], WORDS, TARGETS)
    with pytest.raises(Refused, match="and its header promises"):
        read_shortlist(whole + b"\0", WORDS, TARGETS)


@pytest.mark.parametrize("place", range(1, 6))
@pytest.mark.parametrize("number", [0, 1, 1 << 20, 1 << 61, (1 << 64) - 1])
def test_numbers_that_are_not_borne_out(whole, place, number):
    changed = bytearray(whole)
    struct.pack_into("<Q", changed, 8 * place, number)
    with pytest.raises(Refused, match="^lex.bin .*"):
        read_shortlist(bytes(changed), WORDS, TARGETS, "lex.bin")


def test_any_flipped_bit_is_found(whole):
    for bit in range(8 * (len(whole) - 4)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            read_shortlist(bytes(changed), WORDS, TARGETS)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"offsets": [1, 2, 2, 5, 7, 7]}, "its lists do not follow one another"),
        ({"offsets": [0, 2, 2, 5, 7, 6]}, "its lists do not follow one another"),
        ({"offsets": [0, 2, 1, 5, 7, 7]}, "its lists do not follow one another"),
        ({"offsets": [0, 2, 2, (1 << 64) - 1, 7, 7]}, "its lists do not follow one another"),
        ({"targets": [0, 3, 4, 5, 9, 3, 12]}, "it names target word 12 of 12"),
        ({"targets": [0, 3, 4, 5, 5, 3, 11]}, "the target words of a list do not rise"),
        ({"targets": [3, 0, 4, 5, 9, 3, 11]}, "the target words of a list do not rise"),
    ],
)
def test_lists_that_cannot_be(changes, reason):
    """With a checksum that is right."""
    made = of(LISTS)
    offsets = np.array(changes.get("offsets", made.offsets), np.uint64)
    targets = np.array(changes.get("targets", made.targets), np.uint32)
    whole = write_shortlist(Shortlist(FIRST, BEST, offsets, targets))
    with pytest.raises(Refused, match=f"the shortlist is damaged .{reason}"):
        read_shortlist(whole, WORDS, TARGETS)


@pytest.mark.parametrize(("sources", "targets"), [(4, 12), (6, 12), (5, 1)])
def test_other_vocabularies(whole, sources, targets):
    with pytest.raises(Refused, match="is of 5 source words .* give the shortlist that came with"):
        read_shortlist(whole, sources, targets)


def test_a_shortlist_of_text():
    with pytest.raises(Refused, match="marian-conv --shortlist"):
        read_shortlist(b"Haus house 0.7\n" * 9, WORDS, TARGETS)


def test_changed_files_are_read_or_refused(whole):
    draw = random.Random(3)
    for _ in range(500):
        at = draw.randrange(len(whole))
        changed = whole[:at] + draw.randbytes(draw.randrange(9)) + whole[at + draw.randrange(9) :]
        try:
            read_shortlist(changed, WORDS, TARGETS).allowed(range(WORDS))
        except Refused as why:
            assert "\n" not in str(why)
