"""A text through translators that meet."""

from collections.abc import Sequence

import pytest

from exporters.text.handling import Handling
from exporters.text.pivot import pivoted
from exporters.text.translation import Speaker
from tests.fixtures.handling import LONGEST, Characters, settings, toy


def speaker(source: str, target: str, asked: list[str] | None = None) -> Speaker:
    words = Characters(None, None, language=source, target_language=target, scripts=("Latn",))

    def search(ids: Sequence[int]) -> list[int]:
        if asked is not None:
            asked.append(words.text(ids))
        return toy(ids)

    return Speaker(words, LONGEST, search, settings(), Handling())


def said(text: str) -> list[str]:
    return [
        leg.translation.text for leg in pivoted(text, [speaker("de", "en"), speaker("en", "pt")])
    ]


def test_one_alone_says_what_it_says() -> None:
    for text in ("Eins. Zwei!\n\n- Drei 😀", "", "123"):
        (leg,) = pivoted(text, [speaker("de", "en")])
        assert leg.translation.text == speaker("de", "en").whole(text)


def test_a_sentence_goes_through_both_before_the_next_begins() -> None:
    asked: list[str] = []
    pivoted("Eins. Zwei.", [speaker("de", "en", asked), speaker("en", "pt", asked)])
    assert asked == ["Eins.", "[Eins.]", "Zwei.", "[Zwei.]"]


def test_the_text_between_is_whole_too() -> None:
    assert said("Eins.\n\nZwei 😀!") == ["[Eins.]\n\n[Zwei] 😀!", "[[Eins.]]\n\n[[Zwei]] 😀!"]


@pytest.mark.parametrize("text", ["", "  \n", "123 😀", "https://a.example", "Привет"])
def test_what_is_no_text_is_handed_through_both(text: str) -> None:
    assert said(text) == [text, text]


def test_spaces_are_those_of_the_last_language() -> None:
    legs = pivoted("One. Two.", [speaker("en", "zh"), speaker("en", "pt")])
    assert [leg.translation.text for leg in legs] == ["[One.][Two.]", "[[One.]] [[Two.]]"]


def test_each_counts_its_own_tokens_and_time() -> None:
    ticks = iter(range(100))
    first, second = pivoted(
        "Eins. Zwei.", [speaker("de", "en"), speaker("en", "pt")], lambda: float(next(ticks))
    )
    assert (first.seconds, second.seconds) == (3.0, 2.0)
    # "[Eins.]" and its ends, twice; then the same with two more signs.
    assert (len(first.translation.tokens), len(second.translation.tokens)) == (18, 22)


def test_what_was_cut_is_said_of_the_one_that_cut_it() -> None:
    text = "Dies ist ein Satz von siebenundvierzig Zeichen."
    first, second = pivoted(text, [speaker("de", "en"), speaker("en", "pt")])
    assert (first.translation.cut, second.translation.cut) == (1, 1)
    (short,) = pivoted("Kurz.", [speaker("de", "en")])
    assert short.translation.cut == 0
