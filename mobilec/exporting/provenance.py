"""Where a bundle comes from: the tool, its commit, the time, the machine."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from exporters.bundle.manifest import Source, Tool, Verified
from exporters.processor import this_processor
from mobilec import __version__

if TYPE_CHECKING:
    from exporters.program import Program
    from mobilec.checkpoint.load import Checkpoint


def tool() -> Tool:
    """The version, and the commit when mobilec runs from a clone."""
    here = Path(__file__).parents[2]
    if not (here / ".git").exists():
        return Tool(__version__, "")
    asked = ["git", "-C", str(here), "rev-parse", "HEAD"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return Tool(__version__, "")
    return Tool(__version__, said.stdout.strip())


def created() -> str:
    """Now in UTC; SOURCE_DATE_EPOCH makes the same bundle twice (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def source(checkpoint: "Checkpoint", program: "Program") -> Source:
    """The checkpoint, without the path of a folder on somebody's machine."""
    model = checkpoint.source if checkpoint.origin != "folder" else checkpoint.folder.name
    return Source(
        model=model,
        origin=checkpoint.origin,
        architecture=checkpoint.architecture,
        family=program.family,
        sha256=checkpoint.digest,
        licence=checkpoint.licence,
    )


def machine() -> str:
    """What verification ran on, as the manifest names it: an int8 figure is of a processor."""
    return f"{platform.system()} {platform.machine()}, {this_processor()}"


def verified_here(formats: Iterable[str]) -> tuple[Verified, ...]:
    """The manifest's entries of programs that passed every gate on this machine."""
    here = this_processor()
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return tuple(Verified(machine, here.name, here.int8, "", form) for form in formats)
