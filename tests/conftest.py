"""Tests reach no network, use one thread, and draw the same random numbers each time."""

import os

# Before anything imports transformers or OpenMP: both read their environment once.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np  # noqa: E402
import pytest  # noqa: E402
import torch  # noqa: E402

torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    torch.manual_seed(0)
    np.random.seed(0)


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
