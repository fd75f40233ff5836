import pytest

from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused


def test_within_a_program_counts_the_start_token() -> None:
    settings = GenerationSettings(0, (1,), max_length=512, min_length=40)
    assert settings.within(32).max_length == 33
    assert settings.within(32).min_length == 33
    assert settings.within(1000) == settings


def test_a_translation_that_fills_its_room_was_cut() -> None:
    settings = GenerationSettings(0, (1,), max_length=4)
    assert not settings.fills([0, 5, 1])
    assert not settings.fills([0, 5, 6, 1]), "it ended by itself with the last token"
    assert settings.fills([0, 5, 6, 7])


def test_a_forced_end_hides_no_cut() -> None:
    settings = GenerationSettings(0, (1,), max_length=4, forced_eos=(1,))
    assert settings.fills([0, 5, 6, 1])
    assert not settings.fills([0, 5, 1])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"num_beams": 0}, "0 beams were asked for"),
        ({"max_length": 1}, "max_length 1 leaves no token"),
        ({"early_stopping": "maybe"}, "early_stopping is 'maybe'; it can be"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said):
        GenerationSettings(0, (1,), **asked)
