"""All gates of a bundle, from its files alone."""

from collections.abc import Callable

from exporters.bundle.bundle import Bundle
from exporters.progress import Progress
from exporters.verify import agreement, dtypes, interface, padding, parity, stored, tokenizer
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

GATES: dict[str, Callable[[Subject], Finding]] = {
    "interface": interface.check,
    "dtypes": dtypes.check,
    "stored bytes": stored.check,
    "parity": parity.check,
    "padding": padding.check,
    "agreement": agreement.check,
}
"""Gates of one program, cheap ones first. A new gate is a file and a line."""


def verify(bundle: Bundle, progress: Progress) -> tuple[Finding, ...]:
    """The findings of every gate, for the bundle and for each of its programs."""
    progress.doing("tokenizer")
    findings = [tokenizer.check(bundle)]
    for file in bundle.manifest.files:
        subject = Subject(bundle, file)
        for name, check in GATES.items():
            progress.doing(f"{file.path}: {name}")
            findings.append(check(subject))
    return tuple(findings)
