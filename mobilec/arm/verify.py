"""Holds the programs of a bundle to its gates on ARM64 processors."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Verified, read_manifest, write_manifest
from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.verify.finding import Finding
from exporters.verify.gates import Gates, verify
from mobilec.arm import beside
from mobilec.arm.emulator import Emulator
from mobilec.arm.load import FORMATS, OnArm
from mobilec.arm.native import is_native, this_processor
from mobilec.arm.processors import Processor, chosen
from mobilec.arm.setup import emulator
from mobilec.tasks.registry import task_of

ARCHITECTURE = "arm64"


@dataclass(frozen=True)
class OnProcessor:
    """``int8``: the instructions that the processor says it has."""

    processor: str
    int8: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return all(finding.passed for finding in self.findings)


@dataclass(frozen=True)
class ArmResult:
    """``emulator``: its name and version; "" where this machine is ARM64 itself."""

    folder: Path
    emulator: str
    processors: tuple[OnProcessor, ...]

    @property
    def passed(self) -> bool:
        return all(processor.passed for processor in self.processors)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "folder": str(self.folder), "passed": self.passed}


def verify_on_arm(
    folder: Path,
    names: Sequence[str] = (),
    progress: Progress | None = None,
) -> ArmResult:
    """Runs every .pte and .onnx of a bundle on the processors of these names (none: one of each
    kind), and notes in the manifest what passed.
    """
    watcher = progress or Silent()
    if is_native():
        return _natively(folder, names, watcher)
    processors, machine = chosen(tuple(names)), emulator()
    with watcher.stage("opening"):
        here = _without_others(Bundle.open(folder))
    results = []
    for processor in processors:
        with watcher.stage(processor.name):
            results.append(_emulated(processor, here, machine, watcher))
    return _noted(ArmResult(folder, f"qemu {machine.version()}", tuple(results)))


def _natively(folder: Path, names: Sequence[str], progress: Progress) -> ArmResult:
    """Every gate on this very processor, with nothing beside it to compare with."""
    if names:
        raise Refused(
            f"{', '.join(names)} cannot be chosen: this machine is ARM64 itself, and emulates none"
        )
    here, found = _without_others(Bundle.open(folder)), this_processor()
    with progress.stage(found.name):
        findings = verify(here, progress)
    return _noted(ArmResult(folder, "", (OnProcessor(found.name, found.int8, findings),)))


def _without_others(bundle: Bundle) -> Bundle:
    """The bundle with what can run on ARM here."""
    files = tuple(file for file in bundle.manifest.files if file.format in FORMATS)
    if not files:
        there = ", ".join(file.format for file in bundle.manifest.files)
        raise Refused(f"{bundle.folder} holds {there}; on ARM run {', '.join(FORMATS)}")
    return replace(bundle, manifest=replace(bundle.manifest, files=files))


def _emulated(
    processor: Processor, here: Bundle, machine: Emulator, progress: Progress
) -> OnProcessor:
    gates: Gates = task_of(here.manifest.task).core.gates()
    there = replace(here, elsewhere=OnArm(machine, processor))
    findings: list[Finding] = []
    for file in here.manifest.files:
        near, far = gates.subject(here, file), gates.subject(there, file)
        for name, check in gates.running.items():
            progress.doing(f"{file.path}: {name}")
            findings.append(check(far))
        progress.doing(f"{file.path}: {beside.GATE}")
        findings.append(beside.check(near, far))
    return OnProcessor(processor.name, machine.int8_features(processor), tuple(findings))


def _noted(result: ArmResult) -> ArmResult:
    """What passed goes into the manifest, in place of what was noted for these processors."""
    manifest = read_manifest(result.folder)
    noted = [
        Verified(ARCHITECTURE, on.processor, on.int8, result.emulator, form)
        for on in result.processors
        for form in sorted({finding.format for finding in on.findings} - {""})
        if all(finding.passed for finding in on.findings if finding.format == form)
    ]
    again = {on.processor for on in result.processors}
    kept = [old for old in manifest.verified_on if old.processor not in again]
    write_manifest(replace(manifest, verified_on=(*kept, *noted)), result.folder)
    return result
