"""Programs that look for their own files under /: a folder takes its place for them alone.

Linux does that in a mount namespace. It ends with the program, so nothing stays mounted. A user
who is not root gets one where the system lets him; a container often does not.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SHARED = ("/proc", "/dev", "/tmp")
"""What a program finds inside as it is outside."""
_TOOLS = ("unshare", "mount", "sh")
_WAYS = (("unshare", "--mount"), ("unshare", "--map-root-user", "--mount"))
"""As root, and as anybody."""
_ENTER = """\
set -e
root=$1
shift
while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --rbind "$1" "$root$1"
  shift
done
shift
exec unshare --root="$root" --wd="$PWD" "$@"
"""
_TRIED = ("sh", "-c", "mount --rbind /dev /dev")


@dataclass(frozen=True)
class Inside:
    """``root``: the folder that is / inside. ``shared``: folders that keep their paths there."""

    root: Path
    shared: tuple[Path, ...]

    def command(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words that start a program inside. It starts in the folder that they are started
        in, which has to be a shared one."""
        folders = (*_SHARED, *map(str, self.shared))
        return (*_way(), "sh", "-c", _ENTER, "enter", str(self.root), *folders, "--", *words)


def lacking() -> str:
    """Why no program can be started so here, or ""."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        return f"{' and '.join(missing)} not found"
    refused = [why for way in _WAYS if (why := _refused(way))]
    if len(refused) < len(_WAYS):
        return ""
    return f"this system gives no mount namespace to user {os.geteuid()} ({refused[-1]})"


def _way() -> tuple[str, ...]:
    """The first that works here; where none does, the last says why when it is started."""
    return next((way for way in _WAYS if not _refused(way)), _WAYS[-1])


def _refused(way: tuple[str, ...]) -> str:
    done = subprocess.run([*way, *_TRIED], capture_output=True, text=True)
    return done.stderr.strip() or "no reason given" if done.returncode else ""
