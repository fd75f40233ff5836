"""web_demo made, checked and tested by npm, and what Vitest says of each of its tests."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "web_demo"
LOCK = ROOT / "build" / "npm.lock"
"""Held by whoever lets npm write into web_demo: several processes of tests may run at once."""
STAMP = DEMO / "node_modules" / ".of-lock"
"""What lies in node_modules is of the lock file that this is a copy of."""
OLDEST_NODE = (20, 19)
_UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Case:
    """One test of Vitest's. ``ended``: passed, failed, or what it says of one that did not run."""

    name: str
    ended: str
    words: str


def lacking() -> str:
    """Why npm cannot run here, or ""."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm not found: the page wants Node 20.19 or newer"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < OLDEST_NODE:
        return f"node is {said or 'silent'}: the page wants Node 20.19 or newer"
    return ""


def browser() -> str | None:
    """A Chromium of this machine, which the tests in a browser start, or None."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


@cache
def installed() -> None:
    """node_modules of exactly the lock file, fetched where it has none yet; skips a test where no
    registry answers."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    wanted = (DEMO / "package-lock.json").read_bytes()
    with FileLock(LOCK):
        if STAMP.is_file() and STAMP.read_bytes() == wanted:
            return
        done = npm("ci", "--no-audit", "--no-fund")
        if done.returncode and any(word in done.stderr for word in _UNREACHABLE):
            pytest.skip(f"npm reaches no registry: {done.stderr.strip().splitlines()[0]}")
        assert done.returncode == 0, done.stderr[-3000:]
        STAMP.write_bytes(wanted)


def npm(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command of npm's, in web_demo. ``more``: of its environment."""
    environment = os.environ | more
    return subprocess.run(
        ["npm", *words], cwd=DEMO, capture_output=True, text=True, env=environment
    )


def vitest(report: Path, runs: Path) -> subprocess.CompletedProcess[str]:
    """Every test of ``web_demo/test``; ``report`` takes what it says of each, the folder ``runs``
    what is measured."""
    words = ("--reporter=default", "--reporter=json", f"--outputFile={report}")
    done = npm("test", "--", *words, MOBILEC_RUNS=str(runs))
    assert report.is_file(), f"Vitest wrote no report; npm said:\n{done.stdout}{done.stderr}"
    return done


def cases(report: Path) -> Iterator[Case]:
    """What a report says: of each test, and of each file that did not come to its tests."""
    for file in json.loads(report.read_text(encoding="utf-8"))["testResults"]:
        place = Path(file["name"]).relative_to(DEMO).as_posix()
        if not file["assertionResults"]:
            yield Case(place, file["status"], file.get("message") or "it has no tests")
        for test in file["assertionResults"]:
            words = "\n".join(test.get("failureMessages") or ())
            yield Case(f"{place}: {test['fullName']}", test["status"], words)


def files() -> list[str]:
    """The files of tests, as reports name them."""
    return sorted(file.relative_to(DEMO).as_posix() for file in DEMO.glob("test/**/*.test.ts"))
