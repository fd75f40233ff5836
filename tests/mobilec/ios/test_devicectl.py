"""What devicectl is asked, and how its answers are believed."""

import pytest

from exporters.errors import Refused
from mobilec.ios.devicectl import Devicectl, Failed
from mobilec.ios.tools import ran
from tests.mobilec.benchmarking.ios.standin.phone import Mac, State


@pytest.fixture
def mac(tmp_path, monkeypatch):
    def made(**state):
        found = Mac(tmp_path / "mac", State(**state))
        monkeypatch.setenv("PATH", f"{found.bin}:/usr/bin:/bin")
        return found

    return made


def test_the_document_is_read_and_not_the_text(mac):
    found = mac()
    devices = Devicectl().listed()
    assert [device["deviceProperties"]["name"] for device in devices][0] == "Jo’s iPhone"
    assert found.called("list", "devices", "--json-output")


def test_a_failure_with_status_0_is_a_failure(mac, tmp_path):
    mac(failing={"install": "install-unsigned.json"})
    with pytest.raises(Failed, match="install app failed") as failed:
        Devicectl("some").install(tmp_path, "dev.mobilec.demo")
    message = str(failed.value)
    assert "its integrity could not be verified" in message
    assert "com.apple.dt.CoreDeviceError error 3002" in message
    assert "IXUserPresentableErrorDomain error 14" in message


def test_another_app_that_was_installed(mac, tmp_path):
    mac(built_id="org.example.other")
    with pytest.raises(Refused, match="installed as org.example.other, and dev.mobilec.demo was"):
        Devicectl("some").install(tmp_path, "dev.mobilec.demo")


@pytest.mark.parametrize("locked", [True, False])
def test_a_lock(mac, locked):
    mac(locked=[locked])
    assert Devicectl("some").locked() is locked


def test_a_lock_that_is_not_told(mac):
    mac(failing={"lock": "gone.json"})
    assert Devicectl("some").locked() is None


def test_an_answer_without_a_document(mac):
    mac(failing={"list": "xcrun-no-xcode.txt"})
    with pytest.raises(Failed, match="list devices failed: this Mac has no Xcode 16"):
        Devicectl().listed()


def test_a_call_that_does_not_end():
    with pytest.raises(Refused, match=r"sleep 5 did not end within 0 s; is the iPhone unlocked"):
        ran("sleep", "5", timeout_s=0.2)
