"""What is cut apart comes together again, and nothing is dropped."""

import random

import pytest

from exporters.text.joining import rejoin
from exporters.text.pieces import Piece
from exporters.text.sentences import split

PARAGRAPHS = "Dr. Smith came at 3.30 p.m. to London.  He left!\n\n  Then it rained.\r\nThe end"


def unchanged(text: str, limit: int | None = None, language: str | None = "en") -> list[str]:
    """The texts of the pieces, of which the whole is made again."""
    fits = None if limit is None else (lambda part: len(part) <= limit)
    pieces = split(text, language, fits)
    assert "".join(piece.text + piece.space for piece in pieces) == text
    return [piece.text for piece in pieces if piece.text]


def test_sentences_of_paragraphs() -> None:
    assert unchanged(PARAGRAPHS) == [
        "Dr. Smith came at 3.30 p.m. to London.",
        "He left!",
        "Then it rained.",
        "The end",
    ]


def test_line_breaks_stay() -> None:
    pieces = split("One. Two.\n\nThree.\n", "en")
    assert rejoin(pieces, [piece.text.upper() for piece in pieces]) == "ONE. TWO.\n\nTHREE.\n"
    assert Piece("", "\n\n") in pieces


def test_the_language_knows_its_abbreviations() -> None:
    text = "Er kam am 3. Mai z.B. zu uns. Dann ging er."
    assert unchanged(text, language="deu_Latn") == [
        "Er kam am 3. Mai z.B. zu uns.",
        "Dann ging er.",
    ]
    assert unchanged("これはペンです。それは本です。", language="ja") == [
        "これはペンです。",
        "それは本です。",
    ]


@pytest.mark.parametrize("language", [None, "xx", "", ">>fra<<", "tlh_Latn"])
def test_unknown_languages_are_cut_too(language: str | None) -> None:
    assert unchanged("One. Two.", language=language) == ["One.", "Two."]


def test_long_sentence_is_cut_at_the_last_clause_that_fits() -> None:
    text = "first comes this, then comes that, and at last the third"
    assert unchanged(text, 40) == ["first comes this, then comes that,", "and at last the third"]


def test_without_clauses_it_is_cut_at_a_space() -> None:
    assert unchanged("one two three four five six", 12) == ["one two", "three four", "five six"]


def test_without_spaces_it_is_cut_between_characters() -> None:
    assert unchanged("語" * 25, 10) == ["語" * 10, "語" * 10, "語" * 5]
    assert all(part.startswith("e") for part in unchanged("e\u0301" * 25, 9)), "marks stay"


def test_number_is_no_clause() -> None:
    assert unchanged("it costs 1,000,000 in all", 14) == ["it costs", "1,000,000 in", "all"]


def test_a_limit_without_room_still_ends() -> None:
    assert unchanged("abc", 0) == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n \t", "...", "\u0301", "a\u2028b"])
def test_texts_of_little(text: str) -> None:
    unchanged(text)
    unchanged(text, 1)


def test_any_text_comes_together_again() -> None:
    chance = random.Random(1)
    signs = "ab c.!?, ;\n\r\t—。、(\"'\u0301\u200d👍é語١ "
    for _ in range(300):
        text = "".join(chance.choices(signs, k=chance.randint(0, 80)))
        unchanged(text, chance.choice((None, 1, 7, 30)), chance.choice(("en", "de", "ja", "ar")))
