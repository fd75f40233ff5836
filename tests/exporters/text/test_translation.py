"""What is asked of a translator, and what becomes of its answers."""

from collections.abc import Sequence

import pytest

from exporters.text.handling import Handling
from exporters.text.joining import rejoin
from exporters.text.pieces import Piece, ends, whole_sentences
from exporters.text.translation import between_things, translated
from tests.fixtures.handling import LONGEST, Characters, settings, toy


def asked_of(text: str, handling: Handling | None = None, **words: object) -> tuple[list[str], str]:
    """What was asked of the toy, and what came of the text."""
    given = {"source": None, "target": None, "language": "en", "target_language": "de"}
    characters = Characters(**given | {"scripts": ("Latn",)} | words)
    asked: list[str] = []

    def search(ids: Sequence[int]) -> list[int]:
        asked.append(characters.text(ids))
        return toy(ids)

    return asked, translated(text, characters, LONGEST, search, settings(), handling).text


NOTHING = (
    *(
        "😂😂😂",
        "123",
        "2024",
        "-",
        "...",
        "https://a.example",
        "me@a.example",
        "{name}",
        "%s",
        "Привет!",
    ),
    *("これは", "<br>", "12:30", "3 + 4 = 7", "&nbsp;", "1. 2. 3.", ""),
)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_text_is_handed_through(text: str) -> None:
    assert asked_of(text) == ([], text)


@pytest.mark.parametrize("text", [text for text in NOTHING if text and text != "1. 2. 3."])
def test_unless_it_was_asked_for_as_it_is(text: str) -> None:
    assert asked_of(text, Handling(as_is=True))[0][0] == text


def test_ends_are_cut_off_and_put_back() -> None:
    assert asked_of("I love you ❤️") == (["I love you"], "[I love you] ❤️")
    assert asked_of("2. Close the door.") == (["Close the door."], "2. [Close the door.]")
    assert asked_of("{n} items: see https://a.example!") == (
        ["items: see"],
        "{n} [items: see] https://a.example!",
    )


def test_a_thing_inside_that_comes_through_is_left_alone() -> None:
    assert asked_of("You have %d apples.") == (["You have %d apples."], "[You have %d apples.]")


def test_a_thing_inside_that_does_not_parts_the_sentence() -> None:
    """The toy drops what opens a placeholder."""
    asked, said = asked_of("Hello {name}, how are you?")
    assert asked == ["Hello {name}, how are you?", "Hello", "how are you?"]
    assert said == "[Hello] {name}, [how are you?]"


def test_tokens_are_those_of_what_was_kept() -> None:
    characters = Characters(None, None, language="en", target_language="de")
    found = translated("Hello {x} you", characters, LONGEST, toy, settings())
    assert characters.text(found.tokens) == "[Hello][you]"
    assert found.cut == 0


def test_what_was_cut_is_counted() -> None:
    characters = Characters(None, None, language="en", target_language="de")
    long = "so many words that there is no room for all of them."
    assert translated(f"{long} Short. {long}", characters, LONGEST, toy, settings()).cut == 2
    assert translated("Short.", characters, LONGEST, toy, settings()).cut == 0


def test_a_script_that_nobody_named_is_translated() -> None:
    assert asked_of("Привет!", scripts=()) == (["Привет!"], "[Привет!]")


def test_no_sentence_ends_inside_an_address() -> None:
    assert list(whole_sentences(["See https://a.example/b.", "C?", "D now. ", "Bye."])) == [
        "See https://a.example/b.C?D now. ",
        "Bye.",
    ]
    assert list(whole_sentences(["Hello.", "How are you? ", "Node.", "JS"])) == [
        "Hello.",
        "How are you? ",
        "Node.JS",
    ]


def test_ends_of_a_sentence() -> None:
    text = "😀 {x}: well, hello ❤️! "
    start, end = ends(text)
    assert text[start:end] == "well, hello"
    assert ends("hello.") == (0, 6)
    start, end = ends("😀")
    assert start == end


def test_between_things() -> None:
    text = "a {x}, b %s"
    assert [(piece.text, piece.space) for piece in between_things(text)] == [
        ("a", ""),
        ("", " {x}, "),
        ("b", ""),
        ("", " %s"),
    ]


@pytest.mark.parametrize(
    ("pieces", "target", "expected"),
    [
        ((("Hello.", ""), ("How are you?", "")), "de", "A B"),
        ((("Hello.", "  "), ("Bye.", "")), "de", "A  B"),
        ((("Hello.", " "), ("Bye.", "")), "zho_Hans", "AB"),
        ((("你好。", ""), ("再见。", "")), "en", "A B"),
        ((("你好。", "\u3000"), ("再见。", "")), "eng_Latn", "A B"),
        ((("你好。", ""), ("再见。", "")), "ja", "AB"),
        ((("你好。", "\u3000"), ("再见。", "")), "ja", "A\u3000B"),
        ((("你好", "https://x"), ("再见", "")), "en", "A https://x B"),
        ((("你好", "https://x"), ("再见", "")), "ja", "Ahttps://xB"),
        ((("ไทย", ""), ("ไทย", "")), "en", "A B"),
        ((("long", ""), ("word", "")), "de", "AB"),
        ((("1,", ""), ("000", "")), "de", "AB"),
        ((("One.", ""), ("", "\n\n"), ("Two.", "")), "ja", "A\n\nB"),
        ((("Hello.", " "), ("Bye.", "")), None, "A B"),
    ],
)
def test_joining(pieces: tuple[tuple[str, str], ...], target: str | None, expected: str) -> None:
    said = iter("AB")
    parts = [Piece(*piece) for piece in pieces]
    answers = [next(said) if part.text else "" for part in parts]
    assert rejoin(parts, answers, target) == expected


def test_without_a_language_the_translations_say_how_they_are_joined() -> None:
    parts = [Piece("Hello.", " "), Piece("Bye.", "")]
    assert rejoin(parts, ["你好。", "再见。"]) == "你好。再见。"
    assert rejoin(parts, ["Hallo.", "Tschüs."]) == "Hallo. Tschüs."
