"""What counts, where it is set up: it takes minutes to build, so no test does."""

import pytest

from exporters.errors import Refused


@pytest.fixture(scope="session")
def counts(on_arm: None) -> None:
    """Instructions can be counted here; elsewhere the reason is printed."""
    from mobilec.arm.counting import setup

    try:
        if setup.default_cache().has(setup.EMULATOR):
            setup.set_up()
        setup.counting()
    except Refused as reason:
        pytest.skip(f"nothing can be counted here: {reason}")
