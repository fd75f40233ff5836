"""Programs of Debian that run where they were unpacked: by their own loader and libraries, so on
any Linux of this architecture, whatever it has installed."""

import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
"""What Linux calls a machine, to what Debian does."""
_LOADERS = {"amd64": "ld-linux-x86-64.so.2", "arm64": "ld-linux-aarch64.so.1"}
_TRIPLES = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
_SCRIPT = """\
#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec {words} "$@"
"""
_WORDS = 800
"""Characters of a message's beginning and end that are kept."""
BASE = ("libc6", "libgcc-s1", "libstdc++6")
"""What every program in C++ needs beside its own libraries."""


@dataclass(frozen=True)
class Userland:
    """``folder`` holds unpacked packages of ``architecture``, as they would lie under /."""

    folder: Path
    architecture: str

    def command(self, program: str) -> tuple[str, ...]:
        """The words that start ``program``, a path below /."""
        return self._command(program, str(self.folder))

    def write_script(self, program: str, name: str) -> None:
        """A script in ``folder`` that starts ``program``, also when the folder was moved."""
        script = self.folder / name
        words = " ".join(f'"{word}"' for word in self._command(program, "$here"))
        script.write_text(_SCRIPT.format(words=words))
        script.chmod(0o755)

    def _command(self, program: str, folder: str) -> tuple[str, ...]:
        triple = _TRIPLES[self.architecture]
        inside = (f"lib/{triple}", f"usr/lib/{triple}", f"usr/lib/{triple}/android")
        paths = ":".join(f"{folder}/{path}" for path in (*inside, "usr/lib/p7zip"))
        loader = f"{folder}/lib/{triple}/{_LOADERS[self.architecture]}"
        return (loader, "--library-path", paths, f"{folder}/{program}")

    def run(self, program: str, *words: str) -> str:
        """What ``program`` says on stdout; Refused with its words where it fails."""
        return run((*self.command(program), *words), program)


def host_architecture() -> str:
    """Of this machine, by Debian's name."""
    machine = platform.machine()
    if platform.system() != "Linux" or machine not in ARCHITECTURES:
        raise Refused(
            f"Debian's programs run on Linux on {' and '.join(ARCHITECTURES)}; this is "
            f"{platform.system()} on {machine}"
        )
    return ARCHITECTURES[machine]


def run(command: Sequence[str], name: str) -> str:
    """What a program says on stdout; Refused with its first and last words where it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        if len(said) > 2 * _WORDS:
            # A compiler says what is wrong first, a program that crashed last.
            said = f"{said[:_WORDS]}\n...\n{said[-_WORDS:]}"
        raise Refused(f"{name} failed with exit status {done.returncode}: {said}")
    return done.stdout
