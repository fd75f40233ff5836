"""Verifies a finished bundle from its files alone."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.errors import refusing
from exporters.progress import Progress, Silent
from exporters.verify.finding import Finding
from exporters.verify.gates import verify as run_gates

_ADVICE = ": golden.json or a program says what cannot be; export the bundle again"
"""The gates hold a program to its goldens, and believe that these are some."""


@dataclass(frozen=True)
class VerifyResult:
    """What every gate found."""

    folder: Path
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return all(finding.passed for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        findings = [asdict(finding) for finding in self.findings]
        return {"folder": str(self.folder), "passed": self.passed, "findings": findings}


def verify(
    folder: Path, progress: Progress | None = None, reference: str | None = None
) -> VerifyResult:
    """Repeats every gate of the export, and without the checkpoint (``reference``) all but those
    that compare with it. A gate that fails is a finding, and no error.

    Raises ``Refused`` for a changed bundle, and for a reference that it was not made from.
    """
    watcher = progress or Silent()
    with watcher.stage("opening"):
        bundle = Bundle.open(folder)
    original = None
    if reference is not None:
        from mobilec.exporting.original import original_of  # by transformers, as nothing else here

        with watcher.stage("capturing the reference"):
            original = original_of(bundle, reference)
    with watcher.stage("verifying"), refusing(f"{folder} cannot be held to its goldens", _ADVICE):
        return VerifyResult(folder, run_gates(bundle, watcher, original))
