"""Swift, set up once; a machine that can have none is told why."""

import pytest

from tests.ios_demo import toolchain
from tests.ios_demo.toolchain import Swift


@pytest.fixture(scope="session")
def swift() -> Swift:
    if reason := toolchain.lacking():
        pytest.skip(reason)
    return toolchain.find_swift()
