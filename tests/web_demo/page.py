"""The page built, and a site of it with both shipped bundles, for tests in a browser."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from mobilec.apps.options import BundleOptions
from mobilec.web.site import bundle
from tests.bundles import BUILD, MODELS, bundles
from tests.web_demo import npm

SITE = BUILD / "web-site"
DIST = npm.DEMO / "dist"


@cache
def built() -> Path:
    """The folder that `npm run build` writes, of these sources."""
    npm.installed()
    with FileLock(npm.LOCK):
        done = npm.npm("run", "build")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return DIST


@cache
def site() -> Path:
    """As `mobilec bundle --app web_demo -o site/` writes it."""
    app = built()
    with FileLock(BUILD / "web-site.lock"):
        bundle(BundleOptions(bundles=shipped(), app=app, output=SITE))
    return SITE


def shipped() -> tuple[Path, ...]:
    """The folders of the shipped bundles."""
    folder = bundles("phone")
    return tuple(folder / name for name in MODELS)


def browser() -> str:
    """A Chromium, or the test is skipped."""
    found = npm.browser()
    if found is None:
        pytest.skip("no Chromium on the PATH: the page is tested in one")
    return found


def surroundings(runs: Path) -> dict[str, str]:
    """What tests in a browser are told. ``runs``: where they leave documents."""
    return os.environ | {
        "CHROMIUM": browser(),
        "MOBILEC_SITE": str(site()),
        "MOBILEC_BUNDLES": "\n".join(map(str, shipped())),
        "MOBILEC_PYTHON": sys.executable,
        "MOBILEC_RUNS": str(runs),
    }


def tests(report: Path, runs: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Vitest's tests of ``web_demo/e2e``; ``report`` takes what it says of each."""
    reporters = ("--reporter=default", "--reporter=json", f"--outputFile={report}")
    return subprocess.run(
        ["npm", "run", "e2e", "--", *reporters, *words],
        cwd=npm.DEMO,
        env=surroundings(runs),
        capture_output=True,
        text=True,
    )
