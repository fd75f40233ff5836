"""The app's activity, started with extras."""

from collections.abc import Sequence

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from mobilec.benchmarking.adb.target import Target

_SHUT = (
    "it may be started by adb's shell and by the app itself alone, and this phone's shell may not"
)


def start(adb: Adb, target: Target, extras: Sequence[str]) -> None:
    """Refused where the system does not start it."""
    words = ("am", "start", *target.as_user, "-n", target.activity, *extras)
    # Versions differ in which of the two streams tells of a failure, and in the status.
    lines = adb.both(*words).splitlines()
    wrong = [line.strip() for line in lines if "Error" in line or "Exception" in line]
    if not wrong:
        return
    reason = next((line for line in wrong if ":" in line), wrong[0])
    advice = (
        _SHUT
        if "Permission Denial" in reason
        else "is the app of this version of mobilec? Install it with --apk"
    )
    raise Refused(f"the app's benchmark did not start: {reason}; {advice}")
