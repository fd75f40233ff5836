"""Which phone is meant."""

import os
import re
import shlex
from dataclasses import dataclass

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb

READY = "device"
_PRINTABLE = re.compile(r"[ -~]{1,400}")
_SERIAL = "ANDROID_SERIAL"
_STATES = {
    "unauthorized": "it has not allowed this computer to debug it: unlock it and accept the "
    "question; if none comes, revoke USB debugging authorizations in its developer options",
    "authorizing": "it asks whether this computer may debug it: unlock it and accept the question",
    "offline": "it does not answer: unplug it and plug it in again, or restart it",
    "no permissions": "this user may not open the USB port: install android-sdk-platform-tools-"
    "common (udev rules), or run adb kill-server and start it as root",
    "bootloader": "it is in its bootloader: fastboot reboot",
    "recovery": "it is in recovery: adb reboot",
    "sideload": "it waits for a sideload: adb reboot",
    "connecting": "it is still being connected; try again in a moment",
}
"""State to what to do."""


@dataclass(frozen=True)
class Phone:
    """A line of `adb devices -l`. ``model``: as the phone says, where it may be asked."""

    serial: str
    state: str
    model: str = ""

    def __str__(self) -> str:
        return f"{self.serial} ({self.model})" if self.model else self.serial


def phones(adb: Adb) -> tuple[Phone, ...]:
    """All that adb knows of, ready or not."""
    # The short list alone has a tab behind the serial, which may hold spaces; the long one has
    # the model.
    rows = (line.partition("\t") for line in _listed(adb, "devices"))
    details = _listed(adb, "devices", "-l")
    found = tuple(
        Phone(serial, state.strip(), _model(serial, details)) for serial, tab, state in rows if tab
    )
    if not all(_PRINTABLE.fullmatch(f"{phone.serial}{phone.state}") for phone in found):
        raise Refused(
            "adb devices answers with what is no list of phones; is the adb on the PATH Android's? "
            "Start its server anew: adb kill-server"
        )
    return found


def _listed(adb: Adb, *words: str) -> list[str]:
    lines = adb.said(*words).splitlines()
    at = next((i for i, line in enumerate(lines) if line.startswith("List of devices")), -1)
    return [line for line in lines[at + 1 :] if line.strip()]


def _model(serial: str, details: list[str]) -> str:
    """Of ``SERIAL  device product:x model:Pixel_8 ...``."""
    mine = [line for line in details if line.startswith(f"{serial} ")]
    found = re.search(r" model:(\S+)", mine[0]) if mine else None
    return found[1].replace("_", " ") if found else ""


def chosen(known: tuple[Phone, ...], serial: str) -> Phone:
    """The one of ``serial``, or of ANDROID_SERIAL as adb itself has it, or the only one that is
    ready."""
    by_environment = os.environ.get(_SERIAL, "") if not serial else ""
    serial = serial or by_environment
    if not known:
        raise Refused(
            "adb sees no phone; plug one in with a cable that carries data, switch on USB "
            "debugging in its developer options, or: adb connect ADDRESS:PORT"
        )
    names = ", ".join(str(phone) for phone in known)
    if serial:
        named = [phone for phone in known if phone.serial == serial]
        if not named:
            whose = f", which {_SERIAL} names" if by_environment else ""
            raise Refused(f"adb sees no phone {serial}{whose}; it sees {names}")
        return _ready(named[0])
    ready = [phone for phone in known if phone.state == READY]
    if len(ready) > 1:
        raise Refused(
            f"adb sees {len(ready)} phones, {', '.join(map(str, ready))}; say which one is meant: "
            f"--serial {shlex.quote(ready[0].serial)}"
        )
    return ready[0] if ready else _ready(known[0])


def _ready(phone: Phone) -> Phone:
    if phone.state != READY:
        why = next((w for state, w in _STATES.items() if phone.state.startswith(state)), "")
        raise Refused(f"the phone {phone} is {phone.state}: {why or 'it cannot be used so'}")
    return phone
