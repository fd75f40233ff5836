"""The process: a signal that ends it lets it clean up."""

import os
import signal

import pytest

from mobilec.cli import main as module


@pytest.fixture(params=[signal.SIGTERM, signal.SIGHUP])
def ending(request):
    """A signal; what answers it is as before when the test ends."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield request.param
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_command_that_is_asked_to_end_unwinds(monkeypatch, ending):
    cleaned = []

    def work():
        try:
            os.kill(os.getpid(), ending)
        finally:
            cleaned.append(True)

    monkeypatch.setattr(module, "app", work)
    with pytest.raises(SystemExit) as ended:
        module.main()
    assert ended.value.code == 128 + ending
    assert cleaned


def test_what_nohup_ignores_stays_ignored(monkeypatch, ending):
    signal.signal(ending, signal.SIG_IGN)
    monkeypatch.setattr(module, "app", lambda: os.kill(os.getpid(), ending))
    module.main()
    assert signal.getsignal(ending) == signal.SIG_IGN
