"""Parts of the tools: made once, named after what is in them. Nothing is fetched here."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android.java import find_jdk
from mobilec.android.toolchain import default_cache, kept, part_name
from mobilec.fetching.cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_a_part_is_made_once(cache):
    made = []
    for _ in range(2):
        kept(cache, "part", lambda folder: made.append((folder / "file").write_text("1")))
    assert made == [1]
    assert (cache.part("part") / "file").is_file()


def test_a_part_that_fails_is_not_there(cache):
    def fails(folder: Path) -> None:
        (folder / "half").touch()
        raise Refused("no network")

    with pytest.raises(Refused, match="no network"):
        kept(cache, "part", fails)
    assert not cache.has("part")


def test_a_part_that_another_process_made_meanwhile_is_taken(cache):
    def meanwhile(folder: Path) -> None:
        cache.part("part").mkdir()
        (cache.part("part") / "theirs").touch()

    kept(cache, "part", meanwhile)
    assert (cache.part("part") / "theirs").is_file()


def test_a_changed_table_is_another_part():
    assert part_name("jars", ("a", "1")) == part_name("jars", ("a", "1"))
    assert part_name("jars", ("a", "1")) != part_name("jars", ("a", "2"))


def test_the_cache_is_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache().folder == tmp_path / "mobilec" / "android"


def jdk(folder: Path, version: str) -> Path:
    """A JDK that says this version."""
    compiler = folder / "bin" / "javac"
    compiler.parent.mkdir(parents=True)
    compiler.write_text(f"#!/bin/sh\necho javac {version}\n")
    compiler.chmod(0o755)
    return folder


def test_the_jdk_of_java_home_is_taken(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(jdk(tmp_path / "jdk", "21.0.1")))
    assert find_jdk().home == tmp_path / "jdk"


def test_an_old_jdk_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(jdk(tmp_path / "jdk", "11.0.2")))
    with pytest.raises(Refused, match=r"is javac 11\.0\.2; an APK is built with JDK 17"):
        find_jdk()


def test_a_machine_without_one_is_told(monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused, match="no JDK found.*apt-get install openjdk-17"):
        find_jdk()


def test_a_java_home_that_is_none_is_named(monkeypatch):
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(Refused, match="JAVA_HOME=/nowhere"):
        find_jdk()
