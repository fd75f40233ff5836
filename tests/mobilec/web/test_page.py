"""The page is built once for what its sources hold, or taken as it is; what is missing is said."""

import os
from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.fetching.cache import Cache
from mobilec.web import page as subject
from mobilec.web.page import key, page, sources

NPM = """#!/bin/sh
echo "$@" >> "{calls}"
case "$1" in
ci) mkdir node_modules ;;
run) {build} ;;
esac
"""
BUILT = 'mkdir dist && cat src/main.ts > dist/main.js && echo "<title>t</title>" > dist/index.html'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in ("package.json", "package-lock.json", "index.html", "src/main.ts", "README.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


class Tools:
    """npm and node on the PATH, which write down what they are asked."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._bin, self._calls = folder / "bin", folder / "calls"
        self._bin.mkdir()
        monkeypatch.setenv("PATH", f"{self._bin}:/bin:/usr/bin")
        self.node("v20.1.0")
        self.builds(BUILT)

    def node(self, version: str) -> None:
        self._write("node", f'#!/bin/sh\necho "{version}"\n')

    def builds(self, words: str) -> None:
        self._write("npm", NPM.format(calls=self._calls, build=words))

    def without(self, name: str) -> None:
        (self._bin / name).unlink()

    @property
    def calls(self) -> list[str]:
        return self._calls.read_text().splitlines() if self._calls.exists() else []

    def _write(self, name: str, text: str) -> None:
        (self._bin / name).write_text(text)
        (self._bin / name).chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    return Tools(tmp_path, monkeypatch)


def test_it_is_built_once_and_from_a_copy(project: Path, cache: Cache, tools: Tools) -> None:
    before = sorted(project.rglob("*"))
    found = page(project, Silent(), cache)
    assert (found / "main.js").read_text() == "src/main.ts"
    assert sorted(p.name for p in found.iterdir()) == ["index.html", "main.js"]
    assert page(project, Silent(), cache) == found
    assert [call.split()[0] for call in tools.calls] == ["ci", "run"]
    assert "--ignore-scripts" in tools.calls[0]
    assert sorted(project.rglob("*")) == before


def test_other_sources_are_another_page(project: Path, cache: Cache, tools: Tools) -> None:
    first = page(project, Silent(), cache)
    (project / "src" / "main.ts").write_text("changed")
    second = page(project, Silent(), cache)
    assert first != second and (second / "main.js").read_text() == "changed"
    assert (first / "main.js").read_text() == "src/main.ts"


@pytest.mark.parametrize(
    "name", ["README.md", "node_modules/x.js", "dist/x.js", "test/a.ts", "e2e/a.ts", ".vite/a"]
)
def test_what_no_build_reads_makes_no_other_page(project: Path, name: str) -> None:
    before = key(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("changed")
    assert key(project) == before
    (project / "src" / "more.ts").write_text("")
    assert key(project) != before
    assert project / "src" / "more.ts" in sources(project)


def test_a_build_that_fails_leaves_nothing(project: Path, cache: Cache, tools: Tools) -> None:
    tools.builds('echo "error TS2322: no" >&2; exit 2')
    with pytest.raises(Refused, match=r"npm run build ended with 2:\nerror TS2322: no"):
        page(project, Silent(), cache)
    assert not list(cache.folder.glob("*"))
    tools.builds("true")
    with pytest.raises(Refused, match=r"left no dist/index\.html"):
        page(project, Silent(), cache)


@pytest.mark.parametrize("missing", ["npm", "node"])
def test_without_node_it_says_what_to_do(
    project: Path, cache: Cache, tools: Tools, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    tools.without(missing)
    monkeypatch.setenv("PATH", os.environ["PATH"].partition(":")[0])
    with pytest.raises(Refused, match=f"{missing} is not on the PATH; install Node.js 20"):
        page(project, Silent(), cache)


@pytest.mark.parametrize("version", ["v18.20.1", "", "node"])
def test_an_old_node_is_refused(project: Path, cache: Cache, tools: Tools, version: str) -> None:
    tools.node(version)
    with pytest.raises(Refused, match="20 or later, not"):
        page(project, Silent(), cache)


def test_a_finished_page_is_taken_as_it_is(built: Path, cache: Cache) -> None:
    assert page(built, Silent(), cache) == built


def test_a_folder_that_is_neither(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(Refused, match="neither the project of a page"):
        page(tmp_path, Silent(), cache)


def test_of_a_wheel_and_of_neither(
    built: Path, tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subject, "SOURCES", tmp_path / "none")
    monkeypatch.setattr(subject, "IN_WHEEL", built)
    assert page(None, Silent(), cache) == built
    monkeypatch.setattr(subject, "IN_WHEEL", tmp_path / "none")
    with pytest.raises(Refused, match="without the page for browsers"):
        page(None, Silent(), cache)
