"""The process: a signal that ends it lets it clean up."""

import os
import signal

import pytest

from mobilec.cli import main as module


def test_a_terminated_command_unwinds(monkeypatch):
    before = signal.getsignal(signal.SIGTERM)
    cleaned = []

    def work():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            cleaned.append(True)

    monkeypatch.setattr(module, "app", work)
    try:
        with pytest.raises(SystemExit) as ended:
            module.main()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ended.value.code == 128 + signal.SIGTERM
    assert cleaned
