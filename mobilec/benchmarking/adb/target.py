"""The app that measures, and as whom the phone runs it."""

from dataclasses import dataclass

from exporters.outside.number import whole
from mobilec.benchmarking.adb.client import Adb

PACKAGE = "dev.mobilec.demo"
"""The application id of android_demo."""
_ACTIVITY = "dev.mobilec.app.BenchmarkActivity"
OWNER = "0"


@dataclass(frozen=True)
class Target:
    """``package``: the application id. ``user``: the number of the phone's user that is in front;
    a phone may have several, each with apps and storage of its own."""

    package: str = PACKAGE
    user: str = OWNER

    @property
    def activity(self) -> str:
        return f"{self.package}/{_ACTIVITY}"

    @property
    def as_user(self) -> tuple[str, str]:
        """The words that make am and pm mean this user."""
        return "--user", self.user


def current_user(adb: Adb) -> str:
    """The user in front; the owner, where the phone does not say."""
    said = adb.tried("am", "get-current-user").strip()
    number = whole(said)
    return OWNER if number is None or number < 0 else said
