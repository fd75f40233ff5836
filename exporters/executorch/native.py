"""What ExecuTorch's C++ runtime says: off the screen, and at hand for when something fails."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


class RuntimeFailed(Exception):
    """The runtime refused a file or a call; the message holds what it said."""


@contextmanager
def native_words() -> Iterator[None]:
    """Catches what the C++ runtime writes to standard error.

    It reports about the processor on every start, and on failure says the reason nowhere else:
    an error inside is raised again as ``RuntimeFailed`` with the last of its lines.
    """
    sys.stderr.flush()
    before = os.dup(2)
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), 2)
        try:
            yield
        except Exception as failure:
            caught.seek(0)
            lines = caught.read().decode(errors="replace").strip().splitlines()[-3:]
            raise RuntimeFailed("; ".join([str(failure), *lines])) from failure
        finally:
            os.dup2(before, 2)
            os.close(before)
