"""Aligned text is read as it is, or refused with the reason."""

import pytest

from exporters.errors import Refused
from mobilec.training.translation.options import Corpus
from mobilec.training.translation.pairs import read_pairs, read_sentences, without_spoilers

PAIRS = [("Good day.", "Guten Tag."), ("I am here.", "Ich bin hier.")]


def test_a_table_and_two_files_give_the_same_pairs(tmp_path):
    table, source, target = (tmp_path / name for name in ("t.tsv", "t.en", "t.de"))
    table.write_text("".join(f"{one}\t{other}\n" for one, other in PAIRS))
    source.write_text("".join(f"{one}\n" for one, _ in PAIRS))
    target.write_text("".join(f"{other}\n" for _, other in PAIRS))
    assert read_pairs(Corpus((table,))) == read_pairs(Corpus((source, target))) == PAIRS


def test_text_is_tidied_and_empty_lines_are_left_out(tmp_path):
    table = tmp_path / "t.tsv"
    decomposed = "Gru\u0308n"
    table.write_text(f"\ufeff green  thing\t{decomposed}\n\tnichts\nfoot\u2028note\tFu\u00dfnote\n")
    assert read_pairs(Corpus((table,))) == [
        ("green thing", "Gr\u00fcn"),
        ("foot note", "Fu\u00dfnote"),
    ]


def test_files_that_are_not_aligned_are_refused(tmp_path):
    source, target = tmp_path / "t.en", tmp_path / "t.de"
    source.write_text("one\ntwo\n")
    target.write_text("eins\n")
    with pytest.raises(Refused, match="t.en has 2 lines and .*t.de 1; line n of one"):
        read_pairs(Corpus((source, target)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no pair"),
        (b"\t\n \t \n", "holds no pair"),
        (b"one\teins\ntwo\n", "line 2: 1 columns where there should be 2"),
        (b"one\teins\tun\n", "line 1: 3 columns"),
        (b"one\tf\xfcnf\n", "is not UTF-8"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path, content, reason):
    table = tmp_path / "t.tsv"
    table.write_bytes(content)
    with pytest.raises(Refused, match=reason):
        read_pairs(Corpus((table,)))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="nothing.tsv is no file"):
        read_pairs(Corpus((tmp_path / "nothing.tsv",)))


def test_doubles_misaligned_pairs_and_held_out_sentences_go(tmp_path):
    held = tmp_path / "test.de"
    held.write_text("Das  ist geheim.\n")
    secret, astray = ("That is secret.", "Das ist geheim."), ("No.", "Das steht dort sicher nicht.")
    pairs = [PAIRS[0], secret, PAIRS[0], astray, PAIRS[1]]
    assert without_spoilers(pairs, read_sentences([held])) == PAIRS
    assert secret in without_spoilers(pairs, frozenset())
