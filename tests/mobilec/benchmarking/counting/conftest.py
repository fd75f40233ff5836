"""What counts, as the tests of the ARM room have it."""

from tests.mobilec.arm.conftest import on_arm  # noqa: F401
from tests.mobilec.arm.counting.conftest import counts  # noqa: F401
