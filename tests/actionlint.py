"""actionlint, which knows what a workflow of GitHub may say: the one of this machine, or built once
into the user's cache by Go, whose own hashes check what it fetches."""

import os
import shutil
import subprocess
from pathlib import Path

from exporters.errors import Refused
from mobilec.android.toolchain import kept
from mobilec.fetching.cache import Cache, user_cache

VERSION = "1.7.12"
_MODULE = f"github.com/rhysd/actionlint/cmd/actionlint@v{VERSION}"
_TIMEOUT_S = 600.0


def default_cache() -> Cache:
    """mobilec/actionlint in the user's cache."""
    return user_cache("actionlint")


def find_actionlint(cache: Cache | None = None) -> Path:
    """Refused in words where it is not here and Go cannot make it."""
    if own := shutil.which("actionlint"):
        return Path(own)
    where = cache or default_cache()
    where.folder.mkdir(parents=True, exist_ok=True)
    return kept(where, VERSION, _built) / "actionlint"


def _built(folder: Path) -> None:
    go = shutil.which("go")
    if go is None:
        raise Refused("neither actionlint nor Go, which builds it, is on the PATH")
    done = subprocess.run(
        [go, "install", _MODULE],
        env={**os.environ, "GOBIN": str(folder), "GOFLAGS": ""},
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
    )
    if done.returncode:
        raise Refused(f"Go could not build actionlint {VERSION}: {done.stderr.strip()[-300:]}")


def faults(actionlint: Path, *workflows: Path) -> list[str]:
    """A line for each. Checkers that it asks where they are installed are not asked: each version
    has its own opinions."""
    alone = ("-shellcheck=", "-pyflakes=")
    words = [str(actionlint), *alone, "-oneline", "-no-color", *map(str, workflows)]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise Refused(f"actionlint failed: {done.stderr.strip()}")
    return done.stdout.splitlines()
