"""Which phone is meant."""

from dataclasses import dataclass

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb

READY = "device"
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
    lines = adb.said("devices", "-l").splitlines()
    at = next((i for i, line in enumerate(lines) if line.startswith("List of devices")), -1)
    return tuple(_phone(line) for line in lines[at + 1 :] if line.strip())


def chosen(known: tuple[Phone, ...], serial: str) -> Phone:
    """The one of ``serial``, or the only one that is ready."""
    if not known:
        raise Refused(
            "adb sees no phone; plug one in with a cable that carries data, switch on USB "
            "debugging in its developer options, or: adb connect ADDRESS:PORT"
        )
    names = ", ".join(str(phone) for phone in known)
    if serial:
        named = [phone for phone in known if phone.serial == serial]
        if not named:
            raise Refused(f"adb sees no phone {serial}; it sees {names}")
        return _ready(named[0])
    ready = [phone for phone in known if phone.state == READY]
    if len(ready) > 1:
        raise Refused(
            f"adb sees {len(ready)} phones, {', '.join(map(str, ready))}; say which one is meant: "
            f"--serial {ready[0].serial}"
        )
    return ready[0] if ready else _ready(known[0])


def _ready(phone: Phone) -> Phone:
    if phone.state != READY:
        why = next((w for state, w in _STATES.items() if phone.state.startswith(state)), "")
        raise Refused(f"the phone {phone} is {phone.state}: {why or 'it cannot be used so'}")
    return phone


def _phone(line: str) -> Phone:
    """``SERIAL  device product:x model:Pixel_8 ...``; a state may have several words."""
    serial, _, rest = line.strip().partition(" ")
    words = rest.split()
    marked = [word for word in words if ":" in word and not word.startswith("(")]
    state = " ".join(words[: words.index(marked[0])] if marked else words)
    fields = dict(word.split(":", 1) for word in marked)
    return Phone(serial, state, fields.get("model", "").replace("_", " "))
