"""A run of Maven or Swift is taken for another only where it passed, and nothing has changed."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from exporters.processor import Processor
from tests.android_demo import maven
from tests.ios_demo import package
from tests.ios_demo.toolchain import Swift
from tests.lowering import passed as kept
from tests.lowering.passed import ROOT, key_of, passed, sources
from tests.lowering.store import AFRESH, Store

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs, or takes what ran before; returns what lies in the folder then."""
    monkeypatch.delenv(AFRESH, raising=False)
    folder, store = tmp_path / "found", Store(tmp_path / "store")

    def ran(key: str, words: str, right: bool = True) -> str:
        def fill(empty: Path) -> bool:
            assert not list(empty.iterdir())
            (empty / "part").mkdir()
            (empty / "part" / "said").write_text(words)
            return right

        passed(key, folder, fill, store)
        return (folder / "part" / "said").read_text()

    return ran


def test_what_passed_is_not_run_again(run: Run) -> None:
    assert [run("a", "first"), run("a", "second")] == ["first", "first"]


def test_what_failed_runs_each_time(run: Run) -> None:
    assert run("a", "first", right=False) == "first"
    assert run("a", "second", right=False) == "second"
    assert [run("a", "third"), run("a", "fourth")] == ["third", "third"]


def test_another_key_runs_and_the_folder_holds_what_was_asked_for_last(run: Run) -> None:
    assert [run("a", "first"), run("b", "second"), run("a", "third")] == [
        "first",
        "second",
        "first",
    ]


def test_what_is_damaged_runs_again(run: Run, tmp_path: Path) -> None:
    run("a", "first")
    (said,) = (tmp_path / "store").rglob("said")
    said.write_text("passed")
    assert run("a", "second") == "second"


def test_the_switch_runs_everything_and_keeps_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("a", "first")
    monkeypatch.setenv(AFRESH, "1")
    assert run("a", "second") == "second"
    monkeypatch.delenv(AFRESH)
    assert run("a", "third") == "first"


def test_a_key_is_of_all_that_a_run_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("text")
    other.write_text("text")
    keys = [
        key_of("maven", [one], "a", "b"),
        key_of("swift", [one], "a", "b"),
        key_of("maven", [other], "a", "b"),
        key_of("maven", [one, other], "a", "b"),
        key_of("maven", [one], "ab"),
    ]
    assert keys[0] == key_of("maven", [one], "a", "b")
    one.write_text("texts")
    keys.append(key_of("maven", [one], "a", "b"))
    monkeypatch.setattr(kept, "surroundings", lambda: "torch-0.0")
    keys.append(key_of("maven", [one], "a", "b"))
    monkeypatch.setattr(kept, "this_processor", lambda: Processor("another", frozenset()))
    keys.append(key_of("maven", [one], "a", "b"))
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("demo", [maven.DEMO, package.DEMO], ids=["android", "ios"])
def test_every_source_counts_and_nothing_that_is_made(demo: Path) -> None:
    words = ["git", "ls-files", "-z", str(demo)]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("git says nothing of this folder")
    tracked = {ROOT / name for name in listed.stdout.split("\0") if name}
    tracked = {file for file in tracked if file.is_file() and file.parent.name != "Bundles"}
    assert tracked <= set(sources(demo))
    assert not [file for file in sources(demo) if file.suffix in {".class", ".o", ".jar", ".pte"}]


@pytest.mark.parametrize("demo", [maven.DEMO, package.DEMO], ids=["android", "ios"])
def test_what_tests_read_outside_their_folder_counts(demo: Path) -> None:
    files = [file for kind in ("kt", "swift") for file in demo.rglob(f"*.{kind}")]
    tests = [file for file in files if {"test", "Tests"} & set(file.parts)]
    texts = [file.read_text(encoding="utf-8") for file in tests]
    named = {name for text in texts for name in re.findall(r'"\.\./\.\./([\w./]+\.\w+)"', text)}
    assert "mobilec/benchmarking/run.schema.json" in named
    assert {ROOT / name for name in named} <= set(sources(demo))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of both apps' sources, and tools that say their names."""

    def said(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(words, 0, f"{words}", "")

    for module in (maven, package):
        monkeypatch.setattr(module, "sources", lambda place: sources(tmp_path))
    monkeypatch.setattr(maven, "_aapt2", lambda: [])
    monkeypatch.setattr(maven.subprocess, "run", said)
    return tmp_path


KEYS: dict[str, Callable[[], str]] = {
    "maven": lambda: maven._key(),
    "swift": lambda: package._key(Swift(None, "Swift 6")),
}


@pytest.mark.parametrize("build", KEYS)
def test_one_more_file_is_another_build(own: Path, build: str) -> None:
    before = KEYS[build]()
    assert KEYS[build]() == before
    (own / "More.kt").write_text("fun more() = 1")
    assert KEYS[build]() != before


def test_another_compiler_is_another_build(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {build: key() for build, key in KEYS.items()}
    assert package._key(Swift(None, "Swift 7")) != before["swift"]
    monkeypatch.setenv("MAVEN_OPTS", "-Xmx1g")
    assert maven._key() != before["maven"]
