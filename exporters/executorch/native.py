"""ExecuTorch's C++ runtime, and what it says: off the screen, and at hand for when something fails.

It is taken from where ``executorch.runtime`` takes it. To import that module brings all that makes
programs too, with its seconds and its memory (benchmarks/README.md, "the runtime alone").
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import torch  # noqa: F401  whose libraries the runtime needs
from executorch.extension.pybindings import _C

import executorch.kernels.quantized  # noqa: F401  isort: skip  registers the int8 embedding

Program: TypeAlias = _C.ExecuTorchProgram
Method: TypeAlias = _C.ExecuTorchMethod


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


def load_program(path: Path) -> Program:
    """Raises ``RuntimeFailed`` where the file is none. Its methods read from it: keep it."""
    with native_words():
        return _C._load_program(
            str(path),
            enable_etdump=False,
            debug_buffer_size=0,
            program_verification=_C.Verification.InternalConsistency,
        )


def use_threads(count: int) -> None:
    """How many threads XNNPACK may use, in the whole process; for benchmarks."""
    with native_words():
        _C._unsafe_reset_threadpool(count)
