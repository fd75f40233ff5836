"""Where a document comes from: the tool, its commit, the time, the machine."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from exporters.bundle.manifest import Tool, Verified
from exporters.processor import this_processor
from mobilec.version import VERSION


def tool() -> Tool:
    """The version, and the commit when mobilec runs from a clone."""
    here = Path(__file__).parents[1]
    if not (here / ".git").exists():
        return Tool(VERSION, "")
    asked = ["git", "-C", str(here), "rev-parse", "HEAD"]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return Tool(VERSION, "")
    return Tool(VERSION, said.stdout.strip())


def created() -> str:
    """Now in UTC; SOURCE_DATE_EPOCH makes the same bundle twice (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def machine() -> str:
    """What verification ran on, as the manifest names it: an int8 figure is of a processor."""
    return f"{platform.system()} {platform.machine()}, {this_processor()}"


def verified_here(formats: Iterable[str]) -> tuple[Verified, ...]:
    """The manifest's entries of programs that passed every gate on this machine."""
    here = this_processor()
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return tuple(Verified(machine, here.name, here.int8, "", form) for form in formats)
