"""--format means the same in every command, and what it was called is still taken."""

import pytest
from typer.testing import CliRunner

import mobilec
from exporters.formats import FORMATS, TARGETS
from mobilec.cli.main import app

SAID = "is called {} now; the next version takes no other"
WIDE = {"COLUMNS": "200"}


@pytest.fixture
def told(monkeypatch):
    """What reaches the library, which then does nothing."""
    seen = []

    def hear(options, *more):
        seen.append((options, *(each for each in more if isinstance(each, str))))
        raise mobilec.Refused("heard")

    for name in ("export", "bench", "bundle", "report"):
        monkeypatch.setattr(mobilec, name, hear)
    return seen


@pytest.mark.parametrize(
    ("now", "former"),
    [
        ("export --format onnx --target android", "export --formats onnx --target android"),
        ("export --format onnx --format executorch", "export --formats onnx,executorch"),
        ("bundle x --format executorch", "bundle x --engines executorch"),
        ("bench x -o runs --format onnx", "bench x -o runs --engine onnx"),
        ("report x --as csv", "report x --format csv"),
    ],
)
def test_the_former_spelling_does_the_same_and_says_so(told, now, former):
    new, old = (CliRunner().invoke(app, words.split(), env=WIDE) for words in (now, former))
    assert told[0] == told[1]
    name = "--as" if now.startswith("report") else "--format"
    assert SAID.format(name) in " ".join(old.stderr.split())
    assert "is called" not in new.stderr


@pytest.mark.parametrize("command", ["export", "bench", "bundle", "translate", "classify"])
def test_every_command_with_programs_has_it(command):
    shown = CliRunner().invoke(app, [command, "--help"], env=WIDE).stdout
    assert "--format" in shown and "|".join(FORMATS) in shown
    assert not any(old in shown for old in ("--formats", "--engine"))


@pytest.mark.parametrize("words", ["export --format tflite", "export --target web"])
def test_an_unknown_word_is_refused_with_those_that_there_are(told, words):
    done = CliRunner().invoke(app, words.split(), env=WIDE)
    assert done.exit_code == 2 and not told
    known = FORMATS if "--format" in words else TARGETS
    assert all(f"'{name}'" in done.stderr for name in known)
