"""An Android phone on a cable, whose localhost leads to this machine: there browsers allow threads
and keep what they fetched, as on https."""

from collections.abc import Iterator
from contextlib import contextmanager

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb, executable
from mobilec.benchmarking.adb.phones import Phone, chosen, phones

_VIEW = ("am", "start", "-a", "android.intent.action.VIEW", "-d")


class Cable:
    """The phone that is meant, found before anything is prepared. ``serial``: as adb has it, or
    empty for the only one."""

    def __init__(self, serial: str) -> None:
        adb = Adb(executable())
        self.phone: Phone = chosen(phones(adb), serial)
        self._adb = adb.of(self.phone.serial)

    @contextmanager
    def forwarded(self, port: int) -> Iterator[None]:
        """The phone's own port of that number leads here, until the block ends."""
        name = f"tcp:{port}"
        self._adb.said("reverse", name, name)
        try:
            yield
        finally:
            # The phone may be gone by now, and then so is what led here.
            try:
                self._adb.ran("reverse", "--remove", name)
            except Refused:
                pass

    def show(self, address: str) -> str:
        """Opens the address in the phone's browser; what to do by hand where that fails, or ""."""
        try:
            for words in (("input", "keyevent", "KEYCODE_WAKEUP"), ("wm", "dismiss-keyguard")):
                self._adb.tried(*words)
            said = self._adb.both(*_VIEW, address)
        except Refused as refused:
            return f"open the address on the phone by hand: {refused}"
        if "Error" in said or "Exception" in said:
            return "the phone opens no browser by itself; open the address there by hand"
        return ""
