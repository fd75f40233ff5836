"""Addresses that are those of the last time: hash tables and allocators look at them."""

import platform
import subprocess
from functools import cache


@cache
def held() -> tuple[str, ...]:
    """The words before a command that is to have the same addresses each time (setarch(8)); none
    where this machine does not let anybody ask for it, as some containers do not."""
    words = ("setarch", platform.machine(), "--addr-no-randomize")
    try:
        done = subprocess.run([*words, "true"], capture_output=True)
    except OSError:
        return ()
    return words if done.returncode == 0 else ()
