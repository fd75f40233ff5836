"""Maven is asked for exactly what is pinned, and what it brings is held against its hash."""

from hashlib import sha256
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.fetching.maven import Artifact, Unresolved, fetch, refuse_missing
from tests.mobilec.fetching.stand_in import maven_on_path

CONTENT = b"classes"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "central"
    folder.mkdir()
    (folder / "tool-1.2.jar").write_bytes(CONTENT)
    return folder


def artifact(content: bytes = CONTENT, version: str = "1.2") -> Artifact:
    return Artifact("org.example", "tool", version, sha256(content).hexdigest())


def test_what_is_pinned_is_fetched(tmp_path, monkeypatch, repository):
    said = maven_on_path(monkeypatch, tmp_path / "bin", repository)
    fetch((artifact(),), tmp_path / "out")
    assert (tmp_path / "out" / "tool-1.2.jar").read_bytes() == CONTENT
    assert "maven-dependency-plugin" in said.read_text()


def test_another_file_of_that_name_is_refused(tmp_path, monkeypatch, repository):
    maven_on_path(monkeypatch, tmp_path / "bin", repository)
    with pytest.raises(Refused, match=r"org\.example:tool:1\.2.*sha256.*mirror") as refused:
        fetch((artifact(b"others"),), tmp_path / "out")
    assert not isinstance(refused.value, Unresolved)


def test_what_is_nowhere_is_named_with_the_first_error(tmp_path, monkeypatch, repository):
    maven_on_path(monkeypatch, tmp_path / "bin", repository)
    with pytest.raises(Unresolved, match=r"org\.example:tool:9: Could not find tool-9\.jar") as why:
        fetch((artifact(version="9"),), tmp_path / "out")
    assert "Help" not in str(why.value)


def test_a_machine_without_maven_is_told(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused, match="mvn not found"):
        refuse_missing()
