"""Bundles among the resources of the iOS app."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.apps.options import DEFAULT_ABIS, BundleOptions, refuse_unknown
from mobilec.apps.placing import Opened, Placed, open_bundles, place, refuse_unrunnable
from mobilec.apps.versions import Versions, versions
from mobilec.ios.layout import ENGINES, MARK, Project, read_project


@dataclass(frozen=True)
class IosBundleResult:
    """Bundles in the iOS app.

    ``resources``: where the bundles lie now.
    """

    resources: Path
    placed: tuple[Placed, ...]
    engines: tuple[str, ...]
    versions: tuple[Versions, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "resources": str(self.resources),
            "bundles": [placed.to_json() for placed in self.placed],
            "engines": list(self.engines),
            "versions": [each.to_json() for each in self.versions],
        }


def bundle(options: BundleOptions, progress: Progress | None = None) -> IosBundleResult:
    """Puts bundles into the app, each with the programs that iOS runs.

    Refused before anything is written, where one has none, or what is asked is Android's.
    """
    watcher = progress or Silent()
    _refuse_android(options)
    project = read_project(options.app)
    with watcher.stage("opening"):
        bundles = open_bundles(options.bundles)
        _refuse_unrunnable(bundles, options.engines)
    engines = options.engines or ENGINES
    with watcher.stage("copying"):
        placed = place(bundles, engines, project.bundles, MARK)
    return IosBundleResult(project.bundles, placed, engines, versions(placed, _runtimes(project)))


def _runtimes(project: Project) -> dict[str, str]:
    """By engine. Core ML is part of the system, so each phone has its own."""
    known = project.executorch
    executorch = f"ExecuTorch {known}" if known else "the ExecuTorch that its package names"
    return {"coreml": "Core ML of the iPhone's own iOS", "executorch": executorch}


def _refuse_android(options: BundleOptions) -> None:
    if options.apk is not None:
        raise Refused(
            f"--apk {options.apk} was asked for, and {options.app} is an app for iOS; Xcode builds "
            "it: leave --apk out, or give --app android_demo"
        )
    if options.abis != DEFAULT_ABIS:
        raise Refused(
            f"--abi {','.join(options.abis)} was asked for, and {options.app} is an app for iOS, "
            "which has one; leave --abi out"
        )
    if options.engines is not None:
        refuse_unknown(options.engines, ENGINES, "--format")


def _refuse_unrunnable(bundles: Opened, engines: tuple[str, ...] | None) -> None:
    """The engines that were asked for must be in each; unasked, one of them is enough."""
    for name, opened in bundles:
        there = [file.format for file in opened.manifest.files]
        if engines is not None:
            refuse_unrunnable(name, opened, engines)
        elif not set(there) & set(ENGINES):
            raise Refused(
                f"the bundle {name} has {' and '.join(there)}, and iOS runs "
                f"{' and '.join(ENGINES)}; export it with --target ios"
            )
