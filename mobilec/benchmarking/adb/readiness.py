"""Is the phone cool and charged enough for figures that mean something?"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from exporters.errors import Refused
from exporters.outside.number import whole
from mobilec.benchmarking.adb.client import Adb

COOLEST_C = 37.0
"""Of the battery; peers' harness waits for the same."""
LEAST_PERCENT = 30.0
"""Below it phones begin to save power."""
LONGEST_WAIT_S = 900.0
_PAUSE_S = 10.0
_COLDEST_TENTHS = -1000
"""Tenths of a degree: below, the phone has no sensor and says the least number that it has."""

Clock = Callable[[], float]


@dataclass(frozen=True)
class State:
    """None is what the phone does not say. ``thermal``: Android's status, 0 is cool."""

    percent: float | None
    celsius: float | None
    thermal: int | None
    saving: bool

    def obstacles(self) -> tuple[str, ...]:
        """Why it should not be measured now."""
        found = []
        if self.thermal:
            found.append(f"its thermal status is {self.thermal} (0 is cool)")
        if self.celsius is not None and self.celsius > COOLEST_C:
            found.append(f"its battery has {self.celsius:.1f} °C (at most {COOLEST_C:g})")
        if self.percent is not None and self.percent < LEAST_PERCENT:
            found.append(f"its battery is at {self.percent:.0f} % (at least {LEAST_PERCENT:g})")
        return tuple(found)


def state(adb: Adb) -> State:
    """As it is now."""
    battery = dict(re.findall(r"^\s*([\w ]+): *(\S+)", adb.tried("dumpsys", "battery"), re.M))
    thermal = re.search(r"Thermal Status: ([0-9]{1,10})\b", adb.tried("dumpsys", "thermalservice"))
    tenths = whole(battery.get("temperature"))
    return State(
        percent=_percent(whole(battery.get("level")), whole(battery.get("scale", "100"))),
        celsius=tenths / 10 if tenths is not None and tenths > _COLDEST_TENTHS else None,
        thermal=int(thermal[1]) if thermal else None,
        saving=adb.tried("settings", "get", "global", "low_power").strip() == "1",
    )


def _percent(level: int | None, scale: int | None) -> float | None:
    """None of a level that is no part of its scale: -1, or any of the scale 0."""
    if level is None or scale is None or not 0 <= level <= scale or scale == 0:
        return None
    return 100 * level / scale


def waited_s(
    adb: Adb,
    doing: Callable[[str], None],
    clock: Clock = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> float:
    """Waits until nothing speaks against measuring; the seconds that it took.

    Refused where waiting does not help: the phone saves power, or stays as it is for too long.
    """
    began = clock()
    while True:
        now = state(adb)
        if now.saving:
            raise Refused(
                "the phone is in its power-saving mode, which makes it slower; switch that off, or "
                "measure all the same with --no-wait"
            )
        obstacles = now.obstacles()
        spent = clock() - began
        if not obstacles:
            return round(spent, 3)
        why = " and ".join(obstacles)
        if spent >= LONGEST_WAIT_S:
            raise Refused(
                f"after {spent / 60:.0f} minutes the phone is not ready: {why}; let it cool and "
                "charge, or measure all the same with --no-wait"
            )
        doing(f"waiting for the phone: {why}")
        sleep(_PAUSE_S)
