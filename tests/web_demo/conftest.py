"""Tests of web_demo: marked ``web``, and skipped with the reason where Node is missing."""

from pathlib import Path

import pytest

from tests.web_demo import npm

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("web")


@pytest.fixture(scope="session")
def node() -> None:
    """web_demo with its packages, or the test is skipped."""
    if reason := npm.lacking():
        pytest.skip(reason)
    npm.installed()
