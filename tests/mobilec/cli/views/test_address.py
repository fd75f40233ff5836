"""An address for cameras: what is drawn is the code that segno makes, dark on light."""

import builtins

import pytest

from mobilec.cli.views.address import qr_code

segno = pytest.importorskip("segno")
ADDRESS = "http://192.168.178.23:8427/AbCdEfGhIjKlMnOp/"
_UPPER, _LOWER = "\u2580\u2588", "\u2584\u2588"


def test_every_module_is_drawn() -> None:
    drawn = qr_code(ADDRESS)
    assert drawn is not None
    lines = drawn.plain.splitlines()
    rows = [[each in half for each in line] for line in lines for half in (_UPPER, _LOWER)]
    code = segno.make(ADDRESS, micro=False, error="l")
    expected = [[bool(dark) for dark in row] for row in code.matrix_iter(border=2)]
    assert rows[: len(expected)] == expected
    assert not any(any(row) for row in rows[len(expected) :])
    assert {str(span.style) for span in drawn.spans} | {str(drawn.style)} >= {"#000000 on #ffffff"}


def test_it_fits_a_small_terminal() -> None:
    drawn = qr_code(ADDRESS)
    assert drawn is not None
    lines = drawn.plain.splitlines()
    assert len(lines) <= 24 and max(map(len, lines)) <= 80


def test_without_the_library_there_are_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(name: str, *more: object) -> object:
        if name == "segno":
            raise ModuleNotFoundError(name=name)
        return known(name, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert qr_code(ADDRESS) is None
