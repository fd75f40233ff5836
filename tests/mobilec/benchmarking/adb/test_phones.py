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


def test_states_of_several_words(monkeypatch, adb):
    lines = (
        "* daemon started successfully\nList of devices attached\n"
        "A1 no permissions (are your udev rules wrong?); see [http://x] usb:1-2 transport_id:3\n"
        "B2                     device usb:1-1 product:p model:Pixel_8 device:d transport_id:1\n\n"
    )
    monkeypatch.setattr(adb, "said", lambda *words: lines)
    first, second = phones(adb)
    assert first.state.startswith("no permissions")
    assert second == Phone("B2", "device", "Pixel 8")
