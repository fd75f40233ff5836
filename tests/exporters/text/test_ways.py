"""What there is to choose among translators."""

from exporters.text.ways import Choice, Direction, Way, choices


def asked(*names: str) -> list[str]:
    """The choices among translators such as "de-en", in words."""
    found = choices([Direction(*(part or None for part in name.split("-"))) for name in names])
    return [_said(choice) for choice in found]


def _said(choice: Choice) -> str:
    ways = [choice.way] if choice.back is None else [choice.way, choice.back]
    return " | ".join(map(_way, ways))


def _way(way: Way) -> str:
    through = f" through {way.through}" if way.through else ""
    return f"{way.direction.source}-{way.direction.target}{through} {list(way.legs)}"


def test_a_pair_is_one_choice() -> None:
    assert asked("en-pt", "pt-en") == ["en-pt [0] | pt-en [1]"]
    assert asked("en-pt", "fr-de", "pt-en") == ["en-pt [0] | pt-en [2]", "fr-de [1]"]


def test_two_that_meet_are_a_way_behind_those_of_their_own() -> None:
    assert asked("en-pt", "de-en") == ["en-pt [0]", "de-en [1]", "de-pt through en [1, 0]"]


def test_ways_through_a_language_are_a_pair_too() -> None:
    assert asked("de-en", "en-de", "en-pt", "pt-en")[2:] == [
        "de-pt through en [0, 2] | pt-de through en [3, 1]"
    ]


def test_the_way_back_may_be_through_a_language() -> None:
    assert asked("de-pt", "pt-en", "en-de")[0] == "de-pt [0] | pt-de through en [1, 2]"


def test_no_way_leads_through_a_language_where_a_translator_does_it_alone() -> None:
    assert not any("through" in words for words in asked("de-en", "en-pt", "de-pt"))


def test_no_way_leads_back_to_its_own_language() -> None:
    assert asked("en-pt", "pt-en", "pt_BR-en_XX") == ["en-pt [0] | pt-en [1]", "pt_BR-en_XX [2]"]


def test_the_first_way_between_two_languages_is_enough() -> None:
    assert asked("de-en", "de-fr", "en-pt", "fr-pt")[4:] == ["de-pt through en [0, 2]"]


def test_what_names_no_languages_is_a_choice_by_itself() -> None:
    assert asked("-", "-", "en-") == ["None-None [0]", "None-None [1]", "en-None [2]"]
    assert choices([]) == ()
    assert choices([Direction(None, "en")])[0].back is None
