"""None, one, several, and those that cannot be used."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.adb.phones import Phone, chosen, phones


def test_none(adb):
    with pytest.raises(Refused, match="sees no phone; plug one in"):
        chosen(phones(adb), "")


def test_the_only_one(adb, plugged):
    phone = plugged()
    found = chosen(phones(adb), "")
    assert (found.serial, found.state, found.model) == (phone.serial, "device", "Stand In")


def test_several_want_a_serial(adb, plugged):
    first, second = plugged(), plugged()
    with pytest.raises(Refused, match="sees 2 phones.*--serial"):
        chosen(phones(adb), "")
    assert chosen(phones(adb), second.serial).serial == second.serial
    with pytest.raises(Refused, match="no phone other; it sees"):
        chosen(phones(adb), "other")
    assert first.serial != second.serial


def test_an_unauthorized_one(adb, plugged):
    phone = plugged(state="unauthorized")
    with pytest.raises(
        Refused, match=f"{phone.serial}.* is (unauthorized|authorizing): .*accept the question"
    ):
        chosen(phones(adb), "")


def test_one_that_can_be_used_among_others(adb, plugged):
    plugged(state="unauthorized")
    ready = plugged()
    assert chosen(phones(adb), "").serial == ready.serial


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("offline", "plug it in again"),
        ("no permissions (user in plugdev group; are your udev rules wrong?)", "udev"),
        ("recovery", "adb reboot"),
        ("rescue", "cannot be used"),
    ],
)
def test_other_states(state, said):
    with pytest.raises(Refused, match=said):
        chosen((Phone("A1", state),), "")


SHORT = (
    "* daemon started successfully\r\nList of devices attached\r\n"
    "A1\tno permissions (are your udev rules wrong?); see [http://x]\r\n"
    "adb-B2-x (2)._adb-tls-connect._tcp\tdevice\r\n\r\n"
)
LONG = (
    "List of devices attached\r\n"
    "A1                     no permissions (are your udev rules wrong?); see [http://x] usb:1-2\r\n"
    "adb-B2-x (2)._adb-tls-connect._tcp device product:p model:Pixel_8 device:d transport_id:1\r\n"
)
"""As adb 1.0.41 prints them on Windows; mDNS gives the second phone of a name a number."""


def test_states_and_serials_of_several_words(monkeypatch, adb):
    monkeypatch.setattr(adb, "said", lambda *words: LONG if "-l" in words else SHORT)
    first, second = phones(adb)
    assert first.state.startswith("no permissions (are your")
    assert second == Phone("adb-B2-x (2)._adb-tls-connect._tcp", "device", "Pixel 8")


def test_the_environment_names_one_of_several(adb, plugged, monkeypatch):
    plugged()
    meant = plugged()
    monkeypatch.setenv("ANDROID_SERIAL", meant.serial)
    assert chosen(phones(adb), "").serial == meant.serial
    monkeypatch.setenv("ANDROID_SERIAL", "gone")
    with pytest.raises(Refused, match="no phone gone, which ANDROID_SERIAL names; it sees"):
        chosen(phones(adb), "")
    assert chosen(phones(adb), meant.serial).serial == meant.serial


def test_the_serial_to_give_is_quoted_for_a_shell():
    two = (Phone("a (2)", "device"), Phone("b", "device"))
    with pytest.raises(Refused, match=r"--serial 'a \(2\)'"):
        chosen(two, "")
