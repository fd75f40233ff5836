"""What is compared, and how much is measured."""

import re
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.benchmarking.run import Protocol
from mobilec.serving.options import ReachOptions

_APPLICATION_ID = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", re.ASCII)
DEVICES = ("host", "adb", "ios", "arm", "web")
COUNTING = "arm"
"""The device on which instructions are counted."""
WEB = "web"
"""Browsers, each a device that comes by itself."""
ROUNDS = 3
"""Processes of each variant: a cold load is the median of three."""


@dataclass(frozen=True)
class AdbOptions:
    """Of a run on an Android phone.

    ``serial``: of a phone; empty takes the one of ANDROID_SERIAL, or the only one. ``apk``:
    installed first. ``wait``: for the phone to be cool and charged. ``app_id``: of the app that
    measures; empty is that of android_demo.
    """

    serial: str = ""
    apk: Path | None = None
    wait: bool = True
    app_id: str = ""

    def __post_init__(self) -> None:
        if self.app_id and not _APPLICATION_ID.fullmatch(self.app_id):
            raise Refused(
                f"--app-id {self.app_id!r} is no application id, such as com.example.app: words "
                "of letters, digits and _ with dots between"
            )


COMPUTE_UNITS = ("all", "cpuOnly", "cpuAndGPU", "cpuAndNeuralEngine")
"""By Core ML's names."""


@dataclass(frozen=True)
class IosOptions:
    """Of a run on an iPhone.

    ``serial``: UDID or name of an iPhone; empty takes the only one. ``app``: the project, which
    is built, or a finished .app or .ipa. ``team``: that signs it; ``app_id``: its name for Apple;
    both empty for the project's own. ``compute_units``: each is a variant of Core ML. ``wait``: for
    the phone to be unlocked and cool.
    """

    serial: str = ""
    app: Path = Path("ios_demo")
    team: str = ""
    app_id: str = ""
    compute_units: tuple[str, ...] = ("all",)
    wait: bool = True

    def __post_init__(self) -> None:
        unknown = [units for units in self.compute_units if units not in COMPUTE_UNITS]
        if unknown or not self.compute_units:
            raise Refused(
                f"--compute-units {','.join(self.compute_units)!r}: choose from "
                f"{', '.join(COMPUTE_UNITS)}"
            )
        if self.is_built and (self.team or self.app_id):
            raise Refused(
                f"{self.app} is built and signed already, so --team and --app-id would do nothing; "
                "leave them out, or give the project with --app"
            )

    @property
    def is_built(self) -> bool:
        return self.app.suffix in (".app", ".ipa")


@dataclass(frozen=True)
class ArmOptions:
    """Of counting on emulated processors. ``processors``: by name, each is a variant; none is one
    of each kind.
    """

    processors: tuple[str, ...] = ()


WASM = "wasm"
PROVIDERS = (WASM, "webgpu")
"""Of ONNX Runtime Web."""


@dataclass(frozen=True)
class WebOptions:
    """Of a run in browsers.

    ``devices``: the run is over when so many have measured everything. ``providers``: each is a
    variant. ``adb``: an Android phone on a cable finds the page at its own localhost, where
    browsers allow threads; ``serial``: which phone. ``reach``: how others find it.
    """

    devices: int = 1
    providers: tuple[str, ...] = (WASM,)
    adb: bool = False
    serial: str = ""
    reach: ReachOptions = ReachOptions()

    def __post_init__(self) -> None:
        if self.devices < 1:
            raise Refused(f"--devices {self.devices}: a run is of one device at least")
        unknown = [name for name in self.providers if name not in PROVIDERS]
        if unknown or not self.providers:
            raise Refused(
                f"--provider {','.join(self.providers)!r}: choose from {', '.join(PROVIDERS)}"
            )


@dataclass(frozen=True)
class BenchOptions:
    """What `mobilec bench` compares, and how much it measures.

    ``bundles``: folders. ``output``: folder of the run.json files. ``device``: host, adb, ios,
    web, or arm, where instructions are counted and nothing is timed. ``engines``: empty takes every
    program of a bundle that the device can run. ``threads``: each number is a variant. ``adb``,
    ``ios``, ``arm``, ``web``: of such a device alone.

    ``warmups``: uncounted runs of each sentence in a process. ``runs``: least number of timed ones
    of each sentence, ``seconds``: least time of all of them, both over the ``rounds`` together.
    ``rounds``: processes of each variant. ``sustained_minutes``: of a load without a pause at the
    end; 0 leaves it out. ``seed``: of every order.
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
    ios: IosOptions = IosOptions()
    arm: ArmOptions = ArmOptions()
    web: WebOptions = WebOptions()

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
        if self.device == COUNTING:
            self._refuse_timing()

    @property
    def processes(self) -> int:
        """Of each variant: counts are the same in every one, so one is enough."""
        return 1 if self.device == COUNTING else self.rounds

    def _refuse_timing(self) -> None:
        """What would do nothing where instructions are counted."""
        timing = {
            "threads": (self.threads, (1,)),
            "warm-ups": (self.warmups, BenchOptions.warmups),
            "runs": (self.runs, BenchOptions.runs),
            "seconds": (self.seconds, BenchOptions.seconds),
            "sustained": (self.sustained_minutes, BenchOptions.sustained_minutes),
        }
        idle = [f"--{name}" for name, (given, unasked) in timing.items() if given != unasked]
        if idle:
            raise Refused(
                f"{', '.join(idle)} would do nothing: on {COUNTING} instructions are counted, on "
                "one thread, and nothing is timed; leave them out"
            )

    def protocol(self, round_index: int) -> Protocol:
        """Of one process. The sustained load comes last, as it heats the device."""
        last = round_index == self.processes - 1
        return Protocol(
            warmups=self.warmups,
            runs=-(-self.runs // self.rounds),
            seconds=round(self.seconds / self.rounds, 3),
            sustained_minutes=self.sustained_minutes if last else 0.0,
        )
