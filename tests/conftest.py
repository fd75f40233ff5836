"""Tests reach no network, use one thread, and draw the same random numbers each time."""

import gc
import os

# Before anything imports transformers or OpenMP: both read their environment once.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator  # noqa: E402

import pytest  # noqa: E402

from tests import durations  # noqa: E402

# torch, and what imports it, is imported where it is used: the process that hands out the work
# runs no test, and the others start after it.


@pytest.fixture(autouse=True)
def _seeded() -> None:
    import numpy as np
    import torch

    torch.manual_seed(0)
    np.random.seed(0)


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> None:
    import torch

    torch.set_num_threads(1)


@pytest.fixture(autouse=True, scope="session")
def _lowered_once() -> Iterator[None]:
    """Exports take from the store what was lowered before (see tests/lowering)."""
    from exporters.bundle import write
    from tests.lowering.store import backend

    patched = pytest.MonkeyPatch()
    patched.setattr(write, "backend", backend)
    yield
    patched.undo()


MARKED_BY = {"swift": "swift", "on_arm": "arm"}
"""Fixture to the mark (pyproject.toml) of every test that asks for it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that took longest go first, as one process runs a file whole: begun last they would
    keep it alone at the end, while the others wait. What was never measured goes before all."""
    recorded = durations.read()
    for item in items:
        if recorded.get(item.nodeid.partition("::")[0], 0) > durations.LONG_S:
            item.add_marker("long")
        for fixture in MARKED_BY.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKED_BY[fixture])
    places = {file: -seconds for file, seconds in recorded.items()}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], float("-inf")))


def pytest_collection_finish(session: pytest.Session) -> None:
    """The first process that has tests keeps the store small, before any of them takes from it.

    What was imported stays until the end, so no collector of garbage needs to go through it: a
    third of a million objects. A lowering makes as many, and takes 5 to 20 % less time so."""
    if _worker(session.config) in FIRST:
        from tests.lowering.store import Store

        Store().prune()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


FIRST = ("gw0", "")
"""Names of the first process that runs tests: xdist's, and where there is but one."""


def _worker(config: pytest.Config) -> str | None:
    """The name of this process; None of the one that hands out the work, which collects nothing."""
    if hasattr(config, "workerinput"):
        return str(config.workerinput["workerid"])
    return None if config.getoption("numprocesses", None) else ""


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that hands out the work notes durations."""
    if not hasattr(session.config, "workerinput"):
        session.config.pluginmanager.register(durations.Recorder())


SAID = "said"
"""``record_property(SAID, words)`` shows words at the end, also where every test passes, and from
whichever process they come."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, words in report.user_properties:
                if name == SAID:
                    terminalreporter.section(report.nodeid)
                    terminalreporter.write_line(words)
