"""What is compared, and how much is measured."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.benchmarking.run import Protocol

DEVICES = ("host", "adb")
ROUNDS = 3
"""Processes of each variant: a cold load is the median of three."""


@dataclass(frozen=True)
class AdbOptions:
    """``serial``: of a phone; empty takes the only one. ``apk``: installed first. ``wait``: for the
    phone to be cool and charged.
    """

    serial: str = ""
    apk: Path | None = None
    wait: bool = True


@dataclass(frozen=True)
class BenchOptions:
    """``engines``: empty takes every program of a bundle that the device can run. ``runs`` and
    ``seconds``: least number of timed runs of each sentence, and least time of all of them, over
    the ``rounds`` together. ``seed``: of every order. ``output``: folder of the run.json files.
    """

    bundles: tuple[Path, ...]
    output: Path
    device: str = "host"
    engines: tuple[str, ...] = ()
    threads: tuple[int, ...] = (1,)
    warmups: int = 5
    runs: int = 50
    seconds: float = 10.0
    sustained_minutes: float = 0.0
    rounds: int = ROUNDS
    seed: int = 0
    adb: AdbOptions = AdbOptions()

    def __post_init__(self) -> None:
        if not self.bundles:
            raise Refused("no bundle was named; give the folder of one or more")
        if self.device not in DEVICES:
            raise Refused(f"there is no device {self.device!r}; there are {', '.join(DEVICES)}")
        if not self.threads or min(self.threads) < 1:
            raise Refused(f"threads {self.threads} were asked for; the fewest are 1")
        if self.runs < self.rounds or self.rounds < 1:
            raise Refused(
                f"{self.runs} runs were asked for in {self.rounds} processes; each takes at least "
                "one, so ask for more"
            )
        if self.warmups < 0 or self.seconds < 0 or self.sustained_minutes < 0:
            raise Refused("warm-ups, seconds and minutes cannot be negative")

    def protocol(self, round_index: int) -> Protocol:
        """Of one process. The sustained load comes last, as it heats the device."""
        last = round_index == self.rounds - 1
        return Protocol(
            warmups=self.warmups,
            runs=-(-self.runs // self.rounds),
            seconds=round(self.seconds / self.rounds, 3),
            sustained_minutes=self.sustained_minutes if last else 0.0,
        )
