"""The page, built: from its sources by npm, once for what they hold, or as it came in the wheel."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.fetching.cache import Cache, user_cache

PROJECT = "package.json"
INDEX = "index.html"
SOURCES = Path(__file__).parents[2] / "web_demo"
"""Of a clone."""
IN_WHEEL = Path(__file__).parent / "built"
"""Where `make wheel` puts the page (`mobilec.web.wheel`)."""
OLDEST_NODE = 20
TIMEOUT_S = 900
_NOT_BUILT_FROM = {"node_modules", "dist", "test", "e2e", "screenshots"}
_SHOWN = 12
"""Lines of what a tool says where it fails: the last ones."""


def page(app: Path | None, progress: Progress, cache: Cache | None = None) -> Path:
    """A folder with index.html and all that it asks for.

    ``app``: the project of a page, which is built, or a finished one; None for the page of this
    clone, or of the wheel. Refused where it has to be built and Node is missing.
    """
    if app is None:
        if (SOURCES / PROJECT).is_file():
            return _built(SOURCES, progress, cache or user_cache("web"))
        if (IN_WHEEL / INDEX).is_file():
            return IN_WHEEL
        raise Refused(
            "this mobilec was installed without the page for browsers; give --app web_demo of a "
            "clone of it, which Node builds, or install a wheel that was made by make wheel"
        )
    if is_project(app):
        return _built(app, progress, cache or user_cache("web"))
    if (app / INDEX).is_file():
        return app
    raise Refused(
        f"{app} is neither the project of a page (it has no {PROJECT} beside {INDEX}) nor a "
        f"finished page (it has no {INDEX}); give --app web_demo, or a copy of it"
    )


def is_project(folder: Path) -> bool:
    """Whether it holds the sources of a page."""
    return (folder / PROJECT).is_file() and (folder / INDEX).is_file()


def is_page(app: Path) -> bool:
    """Whether it is a project of a page, a finished page, or the name of ours that is in the
    wheel."""
    ours = app == Path(SOURCES.name) and not app.exists()
    return ours or (app / INDEX).is_file()


def sources(project: Path) -> list[Path]:
    """All that a build may read, sorted; neither tests nor what is made or for people."""
    return sorted(_sources(project))


def _sources(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in _NOT_BUILT_FROM or entry.name.startswith(".") or entry.suffix == ".md":
            continue
        if entry.is_dir():
            yield from _sources(entry)
        else:
            yield entry


def key(project: Path) -> str:
    """Of what the sources hold, wherever they lie."""
    whole = hashlib.sha256()
    for file in sources(project):
        inner = hashlib.sha256(file.read_bytes()).hexdigest()
        whole.update(f"{file.relative_to(project).as_posix()}\0{inner}\n".encode())
    return whole.hexdigest()[:32]


def _built(project: Path, progress: Progress, cache: Cache) -> Path:
    """In the cache. Built from a copy, so that nothing in the project is touched."""
    name = key(project)
    if cache.has(name):
        return cache.part(name)
    npm = _npm()
    with progress.stage("building the page"):
        try:
            with cache.made(name) as folder:
                work = folder / "work"
                for file in sources(project):
                    copy = work / file.relative_to(project)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, copy)
                progress.doing("npm ci: what package-lock.json names, once for these sources")
                _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], work)
                progress.doing("npm run build")
                _run([npm, "run", "build"], work)
                _take(work / "dist", folder)
                shutil.rmtree(work)
        except Refused:
            # Another process may have built the same meanwhile.
            if not cache.has(name):
                raise
    return cache.part(name)


def _take(made: Path, folder: Path) -> None:
    if not (made / INDEX).is_file():
        raise Refused(f"npm run build left no dist/{INDEX}; is this the project of a page?")
    for entry in made.iterdir():
        entry.rename(folder / entry.name)


def _npm() -> str:
    npm, node = shutil.which("npm"), shutil.which("node")
    advice = (
        f"install Node.js {OLDEST_NODE} or later (nodejs.org, or your system's packages), or take "
        "a wheel of mobilec, which has the page built"
    )
    if npm is None or node is None:
        missing = "npm" if npm is None else "node"
        raise Refused(f"the page has to be built once, and {missing} is not on the PATH; {advice}")
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    found = re.fullmatch(r"v(\d+)\..*", said)
    if found is None or int(found[1]) < OLDEST_NODE:
        raise Refused(
            f"the page is built by Node.js {OLDEST_NODE} or later, not {said!r}; {advice}"
        )
    return npm


def _run(command: list[str], folder: Path) -> None:
    words = " ".join(["npm", *command[1:3]])
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"CI": "1"},
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(
            f"{words} did not end within {TIMEOUT_S} s; does npm reach its registry?"
        ) from late
    if done.returncode:
        said = "\n".join(f"{done.stdout}\n{done.stderr}".strip().splitlines()[-_SHOWN:])
        raise Refused(f"the page was not built: {words} ended with {done.returncode}:\n{said}")
