"""A phone as a device: the app measures there, and writes the run.json."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import NAME
from exporters.errors import Refused
from exporters.formats import with_engine
from exporters.progress import Progress, Silent
from mobilec.benchmarking.adb.client import Adb, executable
from mobilec.benchmarking.adb.files import pulled, push
from mobilec.benchmarking.adb.install import install, refuse_missing
from mobilec.benchmarking.adb.launch import Order, Patience, launched
from mobilec.benchmarking.adb.phones import chosen, phones
from mobilec.benchmarking.adb.place import Place, named_by_app
from mobilec.benchmarking.adb.readiness import waited_s
from mobilec.benchmarking.adb.target import PACKAGE, Target, current_user
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.options import AdbOptions
from mobilec.benchmarking.run import Run
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.variants import Variant

PATIENCE = Patience()


class AdbPhone:
    """See ``mobilec.benchmarking.device.Device``. The phone is found when this is made."""

    engines: tuple[str, ...] = with_engine("adb")

    def __init__(self, options: AdbOptions, patience: Patience = PATIENCE) -> None:
        self._options, self._patience = options, patience
        adb = Adb(executable())
        self.phone = chosen(phones(adb), options.serial)
        self._adb = adb.of(self.phone.serial)
        self._target = Target(options.app_id or PACKAGE)
        self._place: Place | None = None
        self._pushed: dict[str, str] = {}
        self._progress: Progress = Silent()

    def obstacle(self, bundle: Bundle, engine: str) -> str:  # noqa: ARG002
        """See ``Device.obstacle``."""
        return ""

    @contextmanager
    def prepared(self, variants: tuple[Variant, ...], progress: Progress) -> Iterator[None]:
        """The app and the bundles are on the phone, and its screen is on. The app is stopped at
        the end; the bundles stay, as the next session may take them."""
        self._progress = progress
        with progress.stage(f"preparing {self.phone}"):
            self._target = replace(self._target, user=current_user(self._adb))
            if self._options.apk is not None:
                progress.doing(f"installing {self._options.apk.name}")
                install(self._adb, self._options.apk, self._target)
            refuse_missing(self._adb, self._target)
            self._adb.tried("input", "keyevent", "KEYCODE_WAKEUP")
            self._adb.tried("wm", "dismiss-keyguard")
            progress.doing("asking the app for its folder")
            self._place, self._pushed = named_by_app(self._adb, self._target), {}
            for variant in variants:
                folder = str(variant.bundle.folder)
                if folder not in self._pushed:
                    progress.doing(f"pushing {variant.bundle.manifest.name}")
                    self._pushed[folder] = str(push(self._adb, variant.bundle, self._place))
        try:
            yield
        finally:
            self._adb.tried("am", "force-stop", self._target.package)

    def measure(self, job: Job, heard: Heard) -> Run:
        """One process of the app. Its document is checked before it is believed."""
        waited = waited_s(self._adb, self._progress.doing) if self._options.wait else 0.0
        assert self._place is not None, "it is prepared"
        result = self._place.runs / f"{uuid4()}.json"
        order = Order(job, self._target, self._pushed[job.folder], result)
        ended = launched(self._adb, order, heard, self._patience)
        with tempfile.TemporaryDirectory() as folder:
            try:
                run = read_run(pulled(self._adb, ended.result, Path(folder)))
            except Refused as refused:
                why = "" if ended.why else f": {refused}"
                raise Crashed(f"the app ended {ended.how}{why}") from refused
        _refuse_other(run, job)
        if ended.result != result and ended.why:
            run = replace(run, error=f"{run.error} ({ended.why})")
        return replace(run, conditions=replace(run.conditions, waited_seconds=waited))


def _refuse_other(run: Run, job: Job) -> None:
    """An old app, or an old result, must not pass for what was asked."""
    asked = (job.engine, job.threads, digest(job.bundle / NAME)[0])
    found = (run.variant.engine, run.variant.threads, run.variant.manifest_sha256)
    if asked != found:
        raise Crashed(
            f"the app measured {found[0]} on {found[1]} threads of the manifest {found[2][:12]}, "
            f"and {asked[0]} on {asked[1]} of {asked[2][:12]} was asked for; install the app anew"
        )
