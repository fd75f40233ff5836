import pytest

from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused


def test_within_a_program_counts_the_start_token() -> None:
    settings = GenerationSettings(0, (1,), max_length=512, min_length=40)
    assert settings.within(32).max_length == 33
    assert settings.within(32).min_length == 33
    assert settings.within(1000) == settings


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
