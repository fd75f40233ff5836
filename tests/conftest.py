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


LONGEST = (
    "tests/mobilec/compression/test_methods.py",
    "tests/android_demo/test_maven.py",
    "tests/ios_demo/test_swift.py",
    "tests/mobilec/arm/test_verify.py",
    "tests/mobilec/android/test_build.py",
)
"""Files of minutes each, which one process runs whole: begun last they would keep it alone at the
end, while the others wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, in this order; the others stay as they were."""
    places = {file: place for place, file in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


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
