"""Swift of the PATH where it is new enough, else Debian's. Nothing is fetched by these tests."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.fetching.cache import Cache
from tests.ios_demo import toolchain
from tests.ios_demo.toolchain import PROGRAMS, Swift, find_swift, lacking
from tests.mobilec.fetching.stand_in import put_on_path


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A Debian that has one package; what it was asked for."""
    asked: list[str] = []

    def fetch(packages, folder, release):
        asked.extend((release.name, *packages))
        (folder / "swiftlang.deb").touch()

    def unpack(debs, folder):
        for name in ("swift", "lldb-server"):
            program = folder / PROGRAMS / name
            program.parent.mkdir(parents=True, exist_ok=True)
            program.touch()

    monkeypatch.setattr("mobilec.fetching.debian.fetch", fetch)
    monkeypatch.setattr("mobilec.fetching.debian.unpack", unpack)
    monkeypatch.setattr("mobilec.fetching.debian.refuse_missing", lambda purpose: None)
    monkeypatch.setattr(toolchain, "host_architecture", lambda: "arm64")
    monkeypatch.setattr(toolchain, "_own", lambda: "")
    return asked


def _swift(monkeypatch: pytest.MonkeyPatch, folder: Path, version: str) -> None:
    put_on_path(monkeypatch, folder, "swift", f'print("Apple Swift version {version} (swift)")')


def test_the_swift_of_the_machine_is_used(tmp_path, monkeypatch) -> None:
    _swift(monkeypatch, tmp_path, "6.1.2")
    assert lacking() == ""
    assert find_swift() == Swift(None, "Swift 6.1.2 of this machine")


def test_what_it_says_is_kept_in_order_with_its_errors(tmp_path, monkeypatch) -> None:
    body = 'print("out", flush=True); print("error", file=sys.stderr); sys.exit(2)'
    put_on_path(monkeypatch, tmp_path, "swift", body)
    done = Swift(None, "").run("swift")
    assert (done.returncode, done.stdout) == (2, "out\nerror\n")


def test_what_it_leaves_among_temporary_files_goes_with_it(tmp_path, monkeypatch) -> None:
    body = "folder = tempfile.mkdtemp(); print(folder)"
    put_on_path(monkeypatch, tmp_path, "swift", f"import tempfile; {body}")
    folder = Path(Swift(None, "").run("swift").stdout.strip())
    assert folder.parent.name.startswith("swift-")
    assert not folder.exists() and not folder.parent.exists()


def test_an_older_one_is_not(tmp_path, monkeypatch) -> None:
    _swift(monkeypatch, tmp_path, "5.10")
    assert toolchain._own() == ""


def test_debians_is_unpacked_once(debian, tmp_path) -> None:
    cache = Cache(tmp_path / "swift")
    swift = find_swift(cache)
    assert debian[:2] == ["trixie", "swiftlang"] and "binutils-aarch64-linux-gnu" in debian
    assert swift.place is not None
    root = swift.place.root
    assert [p.name for p in (root / PROGRAMS).iterdir()] == ["swift"], "debuggers are left out"
    assert (root / "lib").readlink() == Path("usr/lib") and not (root / "debs").exists()
    debian.clear()
    assert find_swift(cache) == swift
    assert debian == []


def test_an_interrupted_set_up_starts_over(debian, tmp_path, monkeypatch) -> None:
    cache = Cache(tmp_path / "swift")
    with monkeypatch.context() as patched:
        patched.setattr("mobilec.fetching.debian.unpack", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            find_swift(cache)
    swift = find_swift(cache)
    assert debian.count("swiftlang") == 2
    assert swift.place is not None and (swift.place.root / PROGRAMS / "swift").is_file()


def _interrupted(debs, folder) -> None:
    (folder / "half").touch()
    raise KeyboardInterrupt


def test_a_list_of_other_packages_is_fetched_anew(debian, tmp_path, monkeypatch) -> None:
    cache = Cache(tmp_path / "swift")
    before = find_swift(cache)
    monkeypatch.setattr(toolchain, "_PACKAGES", (*toolchain._PACKAGES, "more"))
    assert find_swift(cache) != before and "more" in debian


def test_a_machine_without_debians_tools_is_told(debian, monkeypatch) -> None:
    def refuse(purpose: str) -> None:
        raise Refused(f"apt-get not found: {purpose}")

    monkeypatch.setattr("mobilec.fetching.debian.refuse_missing", refuse)
    assert lacking().startswith("Swift 6 is not on the PATH, and apt-get not found: ")
    assert "swift.org/install" in lacking()


def test_a_machine_that_cannot_run_them_is_told(debian, monkeypatch) -> None:
    monkeypatch.setattr("tests.ios_demo.inside.lacking", lambda: "no namespace")
    assert lacking().endswith("Debian's cannot run: no namespace")
