"""adb itself, against a stand-in phone."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import executable
from tests.mobilec.benchmarking.adb.standin.apps import Silent


def test_a_command_reaches_the_phone_as_it_is(adb, plugged):
    phone = plugged(app=Silent())
    name = '/sdcard/a b\'s "folder"'
    adb.of(phone.serial).shell("mkdir", "-p", name)
    assert phone.phone.path(name).is_dir()


def test_large_files_go_there_and_back(adb, plugged, tmp_path):
    phone = plugged()
    content = bytes(range(256)) * 4096
    (tmp_path / "large").write_bytes(content)
    one = adb.of(phone.serial)
    one.said("push", str(tmp_path / "large"), "/sdcard/deep/large")
    one.said("pull", "/sdcard/deep/large", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == content


def test_a_status_and_words_on_both_streams(adb, plugged):
    phone = plugged()
    answer = adb.of(phone.serial).ran("shell", "sha256sum /sdcard/none")
    assert answer.status == 1
    assert "No such file" in answer.err
    with pytest.raises(Refused, match="adb shell failed: .*No such file"):
        adb.of(phone.serial).shell("sha256sum", "/sdcard/none")


def test_a_phone_that_is_gone(adb, plugged):
    phone = plugged()
    adb.ran("disconnect", phone.serial)
    for ask in (adb.of(phone.serial).shell, adb.of(phone.serial).tried):
        with pytest.raises(Refused, match="cable"):
            ask("pidof", "any")


def test_no_adb_anywhere(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("ANDROID_HOME", raising=False)
    monkeypatch.delenv("ANDROID_SDK_ROOT", raising=False)
    with pytest.raises(Refused, match="platform-tools"):
        executable()


@pytest.mark.parametrize("name", ["adb", "adb.exe"])
def test_adb_of_the_sdk(monkeypatch, tmp_path, name):
    (tmp_path / "platform-tools").mkdir()
    (tmp_path / "platform-tools" / name).touch()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("ANDROID_HOME", str(tmp_path))
    assert executable() == tmp_path / "platform-tools" / name


def test_a_home_that_is_set_to_nothing_is_none(monkeypatch, tmp_path):
    (tmp_path / "platform-tools").mkdir()
    (tmp_path / "platform-tools" / "adb").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("ANDROID_HOME", "")
    monkeypatch.delenv("ANDROID_SDK_ROOT", raising=False)
    with pytest.raises(Refused, match="platform-tools"):
        executable()
