"""Every way in which work ends early: one message, one status, and JSON for those who asked."""

import json
import warnings

import pytest
import typer
from rich.console import Group

from exporters.errors import Advice, Refused, VerificationFailed
from exporters.verify.finding import Finding
from mobilec.cli.output import DEBUG, Status, failures, show
from mobilec.cli.progress import watched
from mobilec.cli.views.titled import titled

LOST = Finding("parity", "onnx", False, "error 0.7 of 0.25 at '[CLS] a film'", {"relative": 0.7})

ENDINGS = [
    (Refused("there is no target [toaster]"), Status.REFUSED, "refused", "no target [toaster]"),
    (VerificationFailed("1 check failed", (LOST,)), Status.UNVERIFIED, "verification", "1 check"),
    (KeyboardInterrupt(), Status.INTERRUPTED, "interrupted", "interrupted"),
    (OSError(28, "No space left on device", "x.pte"), 1, "system", "x.pte: No space left"),
    (OSError(28, "No space left on device"), 1, "system", "device; free some"),
    (ZeroDivisionError("division by zero"), 1, "defect", "ZeroDivisionError: division by zero"),
    (ModuleNotFoundError("no", name="absent.part"), 1, "refused", "needs the package absent,"),
    (ModuleNotFoundError("no part", name="json.part"), 1, "defect", "ModuleNotFoundError: no part"),
]


@pytest.fixture(params=ENDINGS, ids=lambda ending: ending[3])
def ending(request, monkeypatch):
    monkeypatch.delenv(DEBUG, raising=False)
    return request.param


def end(error: BaseException, as_json: bool) -> int:
    with pytest.raises(typer.Exit) as exit_, failures(as_json):
        raise error
    return exit_.value.exit_code


def test_people_read_it_on_stderr(ending, capsys):
    error, status, _, words = ending
    assert end(error, as_json=False) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_machines_read_one_document_on_stdout(ending, capsys):
    error, status, kind, words = ending
    assert end(error, as_json=True) == status
    document = json.loads(capsys.readouterr().out)
    assert document["error"]["kind"] == kind
    assert words in document["error"]["message"]


def test_advice_is_a_line_on_stderr_also_where_warnings_are_held_back(capsys):
    with failures(as_json=True), watched():
        warnings.warn("of nobody's business", UserWarning, stacklevel=1)
        for _ in range(2):
            warnings.warn("bf16 takes [9.5] times as long", Advice, stacklevel=1)
    out, err = capsys.readouterr()
    assert (out, err) == ("", 2 * "mobilec: bf16 takes [9.5] times as long\n")


def test_other_warnings_stay_as_they_are():
    with pytest.warns(UserWarning, match="as before"), failures(as_json=False):
        warnings.warn("as before", UserWarning, stacklevel=1)


def test_failed_gates_are_a_table_and_a_list(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    end(VerificationFailed("1 check failed", (LOST,)), as_json=True)
    out, err = capsys.readouterr()
    assert json.loads(out)["error"]["findings"][0]["figures"] == {"relative": 0.7}
    assert "parity" in err
    assert "[CLS] a film" in err


def test_debugging_lets_the_error_through(monkeypatch):
    monkeypatch.setenv(DEBUG, "1")
    with pytest.raises(ZeroDivisionError), failures(as_json=False):
        raise ZeroDivisionError


def test_a_closed_pipe_is_no_error_of_ours():
    with pytest.raises(BrokenPipeError), failures(as_json=False):
        raise BrokenPipeError


def test_json_is_all_that_stdout_gets(capsys):
    show({"label": "größer"}, "for people", as_json=True)
    assert json.loads(capsys.readouterr().out) == {"label": "größer"}


def test_a_bracket_is_a_bracket_wherever_it_is_shown(capsys):
    table = titled("[red]title", "[/head]")
    table.add_row("[sad] [/sad]")
    show({}, "[bold]line", Group("[x]in a group"), table, as_json=False)
    shown = capsys.readouterr().out
    assert all(w in shown for w in ("[bold]line", "[x]in", "[red]title", "[/head]", "[sad] [/sad]"))
