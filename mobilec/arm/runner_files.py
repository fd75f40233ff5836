"""The program that runs .pte files on ARM: built where a cross compiler is, else as shipped."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from exporters.errors import Refused

SOURCE = Path(__file__).parent / "runner"
PREBUILT = SOURCE / "prebuilt"
RECORD = "prebuilt.json"
"""In PREBUILT: {"versions": what it was built against, "sha256": file to hash}."""
COMPILER = "aarch64-linux-gnu-g++"
FILES = ("runner",)
_BUILT_AGAINST = ("executorch",)


def place(wheels: Path, versions: Mapping[str, str], folder: Path) -> str:
    """Puts the runner into ``folder``; says which it is."""
    if shutil.which(COMPILER):
        _build(wheels, folder)
        return f"built by {COMPILER}"
    _copy(versions, folder)
    return "the one that ships with mobilec"


def write_record(folder: Path, versions: Mapping[str, str]) -> None:
    """Says what the files in ``folder`` are, so that they can ship."""
    hashes = {name: sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    against = {name: versions[name] for name in _BUILT_AGAINST}
    record = {"versions": against, "sha256": hashes}
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n")


def _build(wheels: Path, folder: Path) -> None:
    command = ["bash", str(SOURCE / "build.sh"), str(wheels), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"the ARM runner could not be built: {done.stderr.strip()[-600:]}")


def _copy(versions: Mapping[str, str], folder: Path) -> None:
    record = json.loads((PREBUILT / RECORD).read_text())
    against = {name: versions[name] for name in _BUILT_AGAINST}
    if against != record["versions"]:
        raise Refused(
            f"the ARM runner that ships with mobilec is for {_named(record['versions'])}, and "
            f"{_named(against)} are installed; with a cross compiler it is built for these: "
            "apt-get install g++-aarch64-linux-gnu"
        )
    for name, expected in record["sha256"].items():
        if sha256((PREBUILT / name).read_bytes()).hexdigest() != expected:
            raise Refused(f"{PREBUILT / name} is not the file that shipped; install mobilec again")
        shutil.copy(PREBUILT / name, folder / name)
        (folder / name).chmod(0o755)


def _named(versions: Mapping[str, str]) -> str:
    return " and ".join(f"{name} {version}" for name, version in versions.items())
