"""A phone is measured when it is cool, charged, and not saving."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.adb import readiness
from mobilec.benchmarking.adb.readiness import LONGEST_WAIT_S, state, waited_s


class Time:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def wait(adb, phone):
    time, said = Time(), []
    return waited_s(adb.of(phone.serial), said.append, time, time.sleep), said


def test_what_a_phone_says(adb, plugged):
    found = state(adb.of(plugged(level=55, decicelsius=312, thermal=[2], low_power=1).serial))
    assert (found.percent, found.celsius, found.thermal, found.saving) == (55.0, 31.2, 2, True)


def test_a_ready_phone_waits_for_nothing(adb, plugged):
    assert wait(adb, plugged()) == (0.0, [])


def test_a_hot_phone_cools(adb, plugged):
    seconds, said = wait(adb, plugged(thermal=[3, 1, 0]))
    assert seconds == 20.0
    assert [line for line in said if "thermal status is 3" in line]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"thermal": [2]}, "thermal status is 2"),
        ({"decicelsius": 410}, "41.0 °C"),
        ({"level": 12}, "at 12 %"),
    ],
)
def test_a_phone_that_stays_so_is_given_up(adb, plugged, monkeypatch, how, said):
    """Asked four times: to ask a phone takes its time, also where waiting takes none."""
    monkeypatch.setattr(readiness, "_PAUSE_S", LONGEST_WAIT_S / 3)
    with pytest.raises(
        Refused, match=f"after {LONGEST_WAIT_S / 60:.0f} minutes.*{said}.*--no-wait"
    ):
        wait(adb, plugged(**how))


def test_power_saving_is_not_waited_for(adb, plugged):
    with pytest.raises(Refused, match="power-saving"):
        wait(adb, plugged(low_power=1))


def test_an_old_phone_says_nothing_about_heat(adb, plugged, monkeypatch):
    phone = plugged()
    one = adb.of(phone.serial)
    monkeypatch.setattr(one, "tried", lambda *words: "")
    assert state(one).obstacles() == ()


def lines(**told):
    return "".join(f"  {name}: {value}\n" for name, value in told.items())


@pytest.mark.parametrize(
    ("battery", "percent", "celsius"),
    [
        (lines(level="unknown", scale=100, temperature="N/A"), None, None),
        (lines(level=50, scale=0, temperature=301), None, 30.1),
        (lines(level=-1, scale=100, temperature=-2147483648), None, None),
        (lines(level=30, scale=200, temperature=-53), 15.0, -5.3),
        (lines(level="", scale="", temperature=""), None, None),
        (lines(level="9" * 5000, scale="²", temperature="9" * 5000), None, None),
        (lines(present="false"), None, None),
    ],
)
def test_what_a_phone_does_not_know_of_its_battery(adb, plugged, battery, percent, celsius):
    phone = plugged(battery=battery, returns=True)
    found = state(adb.of(phone.serial))
    assert (found.percent, found.celsius, found.thermal) == (percent, celsius, 0)
