"""Xcode's programs `xcrun` and `xcodebuild`: found, called, and what they say."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from exporters.errors import Refused

TIMEOUT_S = 60.0
XCRUN, XCODEBUILD = "xcrun", "xcodebuild"
OLDEST_XCODE = 16
"""What reads the project (objectVersion 77) and its package (tools version 6.0)."""
_VERSION = re.compile(r"^Xcode (\d+)(?:\.\d+)*", re.MULTILINE)
_LINES = 12


@dataclass(frozen=True)
class Answer:
    """What one call gave."""

    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return f"{self.out}\n{self.err}"

    @property
    def words(self) -> str:
        """The last that it said, on a line."""
        lines = [line.strip() for line in self.text.splitlines()]
        return "; ".join([line for line in lines if line][-_LINES:])


def refuse_missing() -> None:
    """Xcode's programs must be there. They are on a Mac alone."""
    missing = [name for name in (XCRUN, XCODEBUILD) if shutil.which(name) is None]
    if missing:
        raise Refused(
            f"{' and '.join(missing)} cannot be found: an iPhone is measured from a Mac with Xcode "
            f"{OLDEST_XCODE} or later, and an iPhone with iOS 17 or later on its cable. On Linux, "
            "take the bundle to such a Mac and give the same command there; or run the benchmark "
            "inside the app and share its run.json, which mobilec report reads anywhere"
        )


def refuse_older(answer: "Answer") -> None:
    """Of ``xcodebuild -version``: an Xcode that cannot read the project, before a build of minutes.
    One that does not say what it is builds or tells itself."""
    found = _VERSION.search(answer.text)
    if found and int(found[1]) < OLDEST_XCODE:
        raise Refused(
            f"{found[0]} is in use, and the app's project wants Xcode {OLDEST_XCODE} or later: "
            "install it, then sudo xcode-select -s /Applications/Xcode.app; or give a finished app "
            "with --app"
        )


def ran(program: str, *words: str, timeout_s: float = TIMEOUT_S) -> Answer:
    """One call, whatever it ends with."""
    try:
        done = subprocess.run(
            [program, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout_s
        )
    except subprocess.TimeoutExpired as late:
        raise Refused(
            f"{program} {' '.join(words[:4])} did not end within {timeout_s:.0f} s; is the iPhone "
            "unlocked, and its cable firm?"
        ) from late
    out, err = (stream.decode(errors="replace") for stream in (done.stdout, done.stderr))
    return Answer(done.returncode, out, err)


@contextmanager
def following(program: str, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A call that goes on until the block ends; both of its streams in one."""
    process = subprocess.Popen(
        [program, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # A Ctrl-C of the terminal is for us; we end the call, in order.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]", patience_s: float = 5.0) -> None:
    """Asks first: devicectl then ends the app on the phone, which it cannot when it is killed."""
    process.terminate()
    try:
        process.wait(patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
