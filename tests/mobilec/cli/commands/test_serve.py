"""`mobilec serve`: what it asks the library for. That it answers: tests/mobilec/serving."""

from contextlib import nullcontext
from pathlib import Path

import pytest

import mobilec
from exporters.errors import Refused
from mobilec.cli.output import Status
from mobilec.serving.options import ReachOptions, ServeOptions


@pytest.fixture
def asked(monkeypatch):
    seen = []

    def serve(options, progress, opened, forwarded):
        seen.append((options, forwarded))
        opened("http://192.168.1.7:8427/", ("it is plain http",))

    monkeypatch.setattr(mobilec, "serve", serve, raising=False)
    return seen


def test_what_was_asked(call, asked):
    result = call("serve", "a", "b", "--lan", "--port", "9000", "--app", "dist")
    assert result.exit_code == 0, result.stderr
    reach = ReachOptions(lan=True, port=9000, app=Path("dist"))
    assert asked == [(ServeOptions((Path("a"), Path("b")), reach), None)]
    said = [line.strip() for line in result.stderr.splitlines()]
    assert said[:3] == ["open http://192.168.1.7:8427/", "it is plain http", "Ctrl-C ends it"]
    assert result.stdout == ""


def test_a_phone_on_a_cable(call, asked, monkeypatch):
    class Cable:
        def __init__(self, serial: str) -> None:
            assert serial == "A1"

        def forwarded(self, port: int) -> object:
            return nullcontext()

        def show(self, address: str) -> str:
            return "open it by hand"

    monkeypatch.setattr("mobilec.benchmarking.web.usb.Cable", Cable)
    result = call("serve", "a", "--adb", "--serial", "A1")
    assert result.exit_code == 0, result.stderr
    assert asked[0][1] is not None
    assert "open it by hand" in result.stderr


@pytest.mark.parametrize("words", [("--serial", "A1"), ("--port", "x")])
def test_wrong_usage(call, asked, words):
    assert call("serve", "a", *words).exit_code == Status.USAGE
    assert not asked


@pytest.mark.parametrize("words", [("--port", "0"), ("--port", "70000")])
def test_no_port(call, asked, words):
    result = call("serve", "a", *words)
    assert result.exit_code == Status.REFUSED and "is no port" in result.stderr


def test_what_the_library_refuses_is_one_message(call, monkeypatch):
    def serve(*_: object) -> None:
        raise Refused("the page has to be built once, and npm is not on the PATH")

    monkeypatch.setattr(mobilec, "serve", serve, raising=False)
    result = call("serve", "a")
    assert result.exit_code == Status.REFUSED
    assert result.stderr.strip() == (
        "mobilec: the page has to be built once, and npm is not on the PATH"
    )
