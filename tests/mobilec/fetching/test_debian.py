"""An apt of its own: one release, no root, nothing that is installed here. Nothing is fetched."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.fetching import debian

RELEASE = debian.Release("bookworm", ("arm64", "amd64"))


def test_it_knows_one_release_and_its_architectures(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(debian, "_mirror", lambda: "http://mirror.example/debian")
    debian._configured(tmp_path, RELEASE)
    source = (tmp_path / "etc" / "sources.list").read_text()
    assert source.endswith("arch=arm64,amd64] http://mirror.example/debian bookworm main\n")
    settings = (tmp_path / "apt.conf").read_text()
    assert 'APT::Architecture "arm64";' in settings
    assert 'APT::Architectures { "arm64"; "amd64"; };' in settings
    assert f'Dir "{tmp_path}/";' in settings


def test_a_machine_without_apt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Refused, match="apt-get and dpkg-deb not found: the tools come from there"):
        debian.refuse_missing("the tools come from there")


def test_a_machine_without_debians_keys_is_told(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr(debian, "KEYS", tmp_path / "no-keys.gpg")
    with pytest.raises(Refused, match="debian-archive-keyring"):
        debian.refuse_missing("")
