"""Which iPhone is meant, from what devicectl lists."""

import copy

import pytest

from exporters.errors import Refused
from mobilec.ios.phones import Phone, chosen, phones
from tests.mobilec.benchmarking.ios.standin.phone import recorded

UDID = "00008130-001234560E12001C"


def known(**facts: str) -> tuple[Phone, ...]:
    """The recorded iPhone with other facts."""
    devices = copy.deepcopy(recorded("devices.json")["result"]["devices"])
    for group in ("connectionProperties", "deviceProperties", "hardwareProperties"):
        devices[0][group] |= {name: facts[name] for name in facts if name in devices[0][group]}
    return phones(devices)


def test_watches_and_simulators_are_left_out():
    (phone,) = known()
    assert (phone.udid, phone.os_version, phone.pairing) == (UDID, "18.1", "paired")
    assert str(phone) == f"Jo’s iPhone (iPhone 15 Pro, {UDID})"


def test_a_tunnel_that_is_not_open_is_no_obstacle():
    assert chosen(known(tunnelState="disconnected"), "").udid == UDID


def test_the_form_of_xcode_27():
    (phone,) = phones(recorded("devices-27.json")["result"]["devices"])
    assert (phone.name, phone.model) == ("Jo’s iPhone", "iPhone 18 Pro")
    assert chosen((phone,), "") == phone


@pytest.mark.parametrize("word", [UDID, UDID.lower(), "5b4c4e0b-0000-4000-8000-00000000a001"])
def test_by_its_names(word):
    assert chosen(known(), word).udid == UDID
    assert chosen(known(), "Jo’s iPhone").udid == UDID


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"pairingState": "unpaired"}, "is not paired with this Mac"),
        ({"tunnelState": "unavailable"}, "is not within reach: connect it by a cable"),
        ({"osVersionNumber": "16.7.1"}, "has iOS 16.7.1, and the app wants iOS 17"),
        ({"developerModeStatus": "disabled"}, "Privacy & Security, Developer Mode"),
    ],
)
def test_one_that_cannot_be_used_says_why(facts, said):
    for serial in ("", UDID):
        with pytest.raises(Refused, match=f"the iPhone Jo’s iPhone .*{said}"):
            chosen(known(**facts), serial)


def test_no_iphone():
    with pytest.raises(Refused, match="Xcode knows no iPhone: connect one"):
        chosen((), "")


def test_another_iphone():
    with pytest.raises(Refused, match="knows no iPhone 123; it knows Jo’s iPhone"):
        chosen(known(), "123")


def test_several_iphones():
    (one,) = known()
    (other,) = known(udid="00008140-1", name="Second")
    with pytest.raises(Refused, match=f"2 iPhones that can be used.*--serial {UDID}"):
        chosen((one, other), "")
    assert chosen((one, other), "Second") == other
    (away,) = known(udid="00008140-1", tunnelState="unavailable")
    assert chosen((away, one), "") == one
