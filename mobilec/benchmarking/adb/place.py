"""Where the app and adb meet: a folder that the app names, and that both may read and write.

Which one that is depends on Android's version and on its maker, so nobody but the app can know:
Android 11 keeps Android/data of an app from adb's shell, which androidx.benchmark found too
(Outputs.dirUsableByAppAndShell), and what the shell makes in it on a later version before the app
ever ran, the app itself may not be let read.
"""

import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import uuid4

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb
from mobilec.benchmarking.adb.log import TAG, Line, finished, ready, why_failed
from mobilec.benchmarking.adb.logcat import Logcat, followed
from mobilec.benchmarking.adb.start import start
from mobilec.benchmarking.adb.target import OWNER, Target

ANSWER_S = 60.0
"""The first start of an app after its installation takes some seconds."""
QUIET_S = 10.0
"""After so long without a word of the log, its answer is looked for where it may lie."""
POLL_S = 1.0


@dataclass(frozen=True)
class Place:
    """``home``: the folder by the app's own name for it."""

    home: PurePosixPath

    @property
    def bundles(self) -> PurePosixPath:
        return self.home / "bundles"

    @property
    def runs(self) -> PurePosixPath:
        return self.home / "runs"

    def holds(self, adb: Adb, token: str) -> bool:
        """Whether adb's shell reads there what the app wrote under this name."""
        return adb.tried("cat", str(self.runs / token)).strip() == token


def named_by_app(adb: Adb, target: Target) -> Place:
    """Starts the app once. It makes its folders, writes a file there and names them; refused where
    it cannot, or where adb may not read that file."""
    name = str(uuid4())
    adb.shell("am", "force-stop", target.package)
    with followed(adb) as log:
        start(adb, target, ["--es", "ready", name])
        place = _answer(adb, log, target, name)
    if not place.holds(adb, name):
        raise Refused(
            f"the app wrote into {place.home}, and adb's shell may not read there; {_ADVICE}"
            if target.user == OWNER
            else f"the app runs as the phone's user {target.user} and wrote into {place.home}, "
            "which adb, being the owner's, does not reach; switch to the owner, adb shell am "
            f"switch-user {OWNER}, and install the app there"
        )
    adb.shell("rm", "-f", str(place.runs / name))
    return place


def _answer(adb: Adb, log: Logcat, target: Target, name: str) -> Place:
    """By the log, or on a phone that keeps apps from it by the file that the app wrote."""
    began, seen = time.monotonic(), list[Line]()
    while (spent := time.monotonic() - began) < ANSWER_S:
        for line in log.lines(POLL_S):
            seen.append(line)
            home = ready(line, name)
            if home is not None:
                return Place(PurePosixPath(home))
            # An app that knows nothing of this question takes it for a run without a name.
            if finished(line, name) is not None or finished(line, "-") is not None:
                raise Refused(f"the app on the phone does not get ready: {_why(seen)}")
        if spent > QUIET_S and not any(line.tag == TAG for line in seen):
            found = next((p for p in _usual(target) if p.holds(adb, name)), None)
            if found:
                return found
    raise Refused(
        f"the app {target.package} was started on {adb.serial}, and within {ANSWER_S:.0f} s "
        f"neither its log nor a file told where it reads bundles; {_ADVICE}"
    )


def _usual(target: Target) -> tuple[Place, ...]:
    """Where its folder may be, on every version of Android."""
    storage = PurePosixPath("/storage/emulated") / target.user / "Android"
    return tuple(
        Place(storage / path)
        for path in (f"media/{target.package}", f"data/{target.package}/files")
    )


def _why(seen: list[Line]) -> str:
    said = why_failed(seen) or "it does not say why"
    if "extra" in said:
        return f"{said}; it is older than this mobilec: install it anew with --apk"
    return said


_ADVICE = (
    "measure in the app itself and share its run.json from there, which needs no adb, or tell us "
    "the phone and its Android version"
)
