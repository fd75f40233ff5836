"""The two ways in which the work ends early, and the one in which it only says something.

Each message says what was asked, what is true, and what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporters.verify.finding import Finding


class Refused(Exception):
    """What was asked cannot be done, and nothing was written (exit status 1)."""


@contextmanager
def refusing(what: str, advice: str) -> Iterator[None]:
    """Whatever is raised inside becomes a refusal that names it: what comes from outside leads the
    libraries that read it anywhere. ``what``: is wrong; ``advice``: what to do."""
    try:
        yield
    except Refused:
        raise
    except Exception as broken:
        why = " ".join(f"{type(broken).__name__}: {broken}".split())
        raise Refused(f"{what} ({why:.300}){advice}") from broken


class VerificationFailed(Exception):
    """A program was built, but it is not the model that it was made from (exit status 3).

    ``findings`` are the gates that failed, each with the input, the output and by how much.
    """

    def __init__(self, message: str, findings: "tuple[Finding, ...]" = ()) -> None:
        super().__init__(message)
        self.findings = findings


class Advice(UserWarning):
    """What was asked is done, and another way would be better; the command line shows it."""


def is_panic(error: BaseException) -> bool:
    """Whether a library in Rust met what it did not expect. PyO3 raises that as no ``Exception``,
    and has no name for it to import."""
    return type(error).__name__ == "PanicException"
