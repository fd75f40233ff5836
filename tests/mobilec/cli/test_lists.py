"""Lists in one word."""

from pathlib import Path

import pytest
import typer

from mobilec.cli.lists import minutes, numbers, paths, words


def test_words_lose_blanks_and_empty_ones():
    assert words("onnx, coreml,") == ("onnx", "coreml")
    assert words("") == ()


def test_numbers():
    assert numbers("32,64", "--max-length") == (32, 64)


@pytest.mark.parametrize("text", ["32,many", "3.5", "32;64"])
def test_what_is_no_number_is_wrong_usage(text):
    with pytest.raises(typer.BadParameter, match="no list of whole numbers"):
        numbers(text, "--max-length")


def test_paths():
    assert paths("a/dev.en,dev.de") == (Path("a/dev.en"), Path("dev.de"))


@pytest.mark.parametrize(
    ("text", "found"), [("10m", 10.0), ("90s", 1.5), ("1h", 60.0), ("2.5", 2.5), ("", 0.0)]
)
def test_minutes(text, found):
    assert minutes(text, "--sustained") == found


@pytest.mark.parametrize("text", ["soon", "-5m", "m", "10 x"])
def test_what_is_no_time_is_wrong_usage(text):
    with pytest.raises(typer.BadParameter, match="no time"):
        minutes(text, "--sustained")
