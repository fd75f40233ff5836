"""An iPhone as a device: the app measures there, and writes the run.json."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import NAME
from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.benchmarking.device import Crashed, Heard
from mobilec.benchmarking.ios.launch import (
    Died,
    Ended,
    Following,
    Patience,
    arguments,
    launched,
)
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.options import IosOptions
from mobilec.benchmarking.run import Run
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.variants import Variant
from mobilec.ios.build import BuiltApp, Signing, build, read_built
from mobilec.ios.devicectl import Devicectl, Failed
from mobilec.ios.layout import APP_ID, ENGINES, read_project
from mobilec.ios.oldest import too_old
from mobilec.ios.phones import chosen, phones
from mobilec.ios.tools import refuse_missing

PATIENCE = Patience()
BUNDLES, RUNS = "Documents/bundles", "Documents/runs"
"""Among the app's own files."""
_LOCK_PAUSE_S = 2.0
_ABSENT = "Failed to retrieve the file node"


class Iphone:
    """See ``mobilec.benchmarking.device.Device``. The phone is found when this is made."""

    engines: tuple[str, ...] = ENGINES

    def __init__(self, options: IosOptions, patience: Patience = PATIENCE) -> None:
        self._options, self._patience = options, patience
        refuse_missing()
        self.phone = chosen(phones(Devicectl().listed()), options.serial)
        self._devicectl = Devicectl(self.phone.identifier)
        self._app_id = ""
        self._pushed: dict[str, str] = {}
        self._progress: Progress = Silent()

    def obstacle(self, bundle: Bundle, engine: str) -> str:
        """See ``Device.obstacle``."""
        return too_old(bundle, engine, self.phone.os_version)

    @contextmanager
    def prepared(self, variants: tuple[Variant, ...], progress: Progress) -> Iterator[None]:
        """The app and the bundles are on the phone. Each process ends by itself or with its
        console, so nothing has to be put back; app and bundles stay for the next session."""
        self._progress = progress
        with progress.stage(f"preparing {self.phone}"):
            self._unlocked()
            app = self._built()
            progress.doing(f"installing {app.path.name}")
            self._devicectl.install(app.path, app.app_id)
            self._app_id = app.app_id
            for bundle in (variant.bundle for variant in variants):
                if str(bundle.folder) not in self._pushed:
                    self._push(bundle)
        yield

    def measure(self, job: Job, heard: Heard) -> Run:
        """One process of the app. Its document is checked before it is believed."""
        self._unlocked()
        output = f"{uuid4()}.json"
        cooling_s = self._patience.cooling if self._options.wait else 0.0
        words = arguments(job, self._pushed[job.folder], output, cooling_s)
        asked = Following(output, heard, self._patience)
        try:
            ended = launched(self._devicectl, self._app_id, words, asked)
        except Died as death:
            run = self._unfinished(output, death)
        else:
            run = self._finished(output, ended)
        _refuse_other(run, job)
        return run

    def _finished(self, output: str, ended: Ended) -> Run:
        try:
            return self._read(output)
        except Refused as refused:
            why = ended.why or str(refused)
            raise Crashed(f"the app ended with status {ended.status}: {why}") from refused

    def _unfinished(self, output: str, death: Died) -> Run:
        """What the app keeps of a process that dies at its end, such as while it loads the program
        a second time."""
        try:
            run = self._read(f"{Path(output).stem}.unfinished.json")
        except Refused:
            raise death from None
        return replace(run, error=f"{run.error} ({death.how})")

    def _built(self) -> BuiltApp:
        options = self._options
        if options.is_built:
            return read_built(options.app)
        project = read_project(options.app)
        self._progress.doing("building the app (the first time fetches its packages)")
        return build(project, self.phone.udid, Signing(options.team, options.app_id or APP_ID))

    def _push(self, bundle: Bundle) -> None:
        """The app checks every sha256 before it opens a bundle, so a half pushed one is refused."""
        name = bundle.manifest.name
        self._progress.doing(f"pushing {name}")
        self._devicectl.copy_to(bundle.folder, f"{BUNDLES}/{name}", self._app_id)
        self._pushed[str(bundle.folder)] = name

    def _read(self, name: str) -> Run:
        with tempfile.TemporaryDirectory() as folder:
            return read_run(self._pulled(name, Path(folder)))

    def _pulled(self, name: str, into: Path) -> Path:
        """Once more where it fails: the first copy after a launch is known to run out of time."""
        try:
            self._devicectl.copy_from(f"{RUNS}/{name}", into / name, self._app_id)
        except Failed as failed:
            if _ABSENT in failed.said:
                raise Refused(f"it left no {RUNS}/{name}") from failed
            self._devicectl.copy_from(f"{RUNS}/{name}", into / name, self._app_id)
        return into / name

    def _unlocked(self) -> None:
        """A locked phone starts no app. Refused when nobody unlocks it."""
        end = time.monotonic() + (self._patience.unlocking if self._options.wait else 0.0)
        while self._devicectl.locked():
            if time.monotonic() >= end:
                raise Refused(
                    f"the iPhone {self.phone} is locked, and starts no app so: unlock it, and keep "
                    "it so: Settings, Display & Brightness, Auto-Lock, Never"
                )
            self._progress.doing("waiting for the iPhone to be unlocked")
            time.sleep(_LOCK_PAUSE_S)


def _refuse_other(run: Run, job: Job) -> None:
    """An old app, or an old result, must not pass for what was asked."""
    asked = (job.engine, job.threads, job.compute_units, digest(job.bundle / NAME)[0])
    variant = run.variant
    units = variant.compute_units if job.compute_units else None
    found = (variant.engine, variant.threads, units, variant.manifest_sha256)
    if asked != found:
        raise Crashed(f"the app measured {_said(found)}, and {_said(asked)} was asked for")


def _said(measured: tuple[str, int, str | None, str]) -> str:
    engine, threads, units, manifest = measured
    return f"{engine} on {units or f'{threads} threads'} of the manifest {manifest[:12]}"
