"""Addresses are held where the machine lets them be, and elsewhere nothing is put in front."""

import subprocess
import sys

import pytest

from mobilec.arm.counting.addresses import held

PLACE = [sys.executable, "-c", "print(id(object))"]


@pytest.fixture(autouse=True)
def afresh():
    held.cache_clear()
    yield
    held.cache_clear()


def test_two_processes_have_the_same_addresses():
    if not held():
        pytest.skip("this machine lets nobody hold addresses")
    said = {subprocess.run([*held(), *PLACE], capture_output=True).stdout for _ in range(3)}
    assert len(said) == 1


def test_nothing_is_asked_where_it_is_refused(monkeypatch):
    refused = subprocess.CompletedProcess([], 1)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: refused)
    assert held() == ()


def test_nothing_is_asked_where_setarch_is_missing(monkeypatch):
    def missing(*_, **__):
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    assert held() == ()
