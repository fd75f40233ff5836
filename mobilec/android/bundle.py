"""From bundles to an app that holds them, and where one is asked for, to a signed APK."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exporters.bundle.digest import digest
from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.whole.file import write_whole
from mobilec.android.app import App, read_app
from mobilec.android.build import TOOLS, Content, build
from mobilec.android.built import Built, Carried
from mobilec.android.gradle import GRADLE, assemble, carried_by_gradle, find_gradle
from mobilec.android.layout import BUNDLES
from mobilec.android.operators import refuse_unknown_operators
from mobilec.android.runtimes import ENGINES, EXECUTORCH, LeftOut, Runtime, find_runtime
from mobilec.android.sign import debug_key
from mobilec.android.toolchain import default_cache, find_toolchain
from mobilec.apps.options import BundleOptions, refuse_unknown
from mobilec.apps.placing import Opened, Placed, open_bundles, place, refuse_unrunnable
from mobilec.apps.versions import Versions, versions
from mobilec.fetching.cache import Cache


@dataclass(frozen=True)
class BundleResult:
    """Bundles in the Android app.

    ``assets``: where the bundles lie now. ``built``: the APK, where one was asked for.
    ``versions``: of its engines, or of those that Gradle builds in.
    """

    assets: Path
    placed: tuple[Placed, ...]
    engines: tuple[str, ...]
    built: Built | None
    versions: tuple[Versions, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "assets": str(self.assets),
            "bundles": [placed.to_json() for placed in self.placed],
            "engines": list(self.engines),
            "built": self.built.to_json() if self.built else None,
            "versions": [each.to_json() for each in self.versions],
        }


@dataclass(frozen=True)
class _Job:
    """What is asked of one call, opened and checked."""

    options: BundleOptions
    app: App
    bundles: Opened
    engines: tuple[str, ...]
    progress: Progress
    cache: Cache

    def place(self, engines: Sequence[str]) -> BundleResult:
        """The bundles among the assets, each with the programs of these engines."""
        assets = self.app.assets / BUNDLES
        placed = place(self.bundles, engines, assets)
        by_gradle = {engine: _by_gradle(self.app, engine) for engine in engines}
        return BundleResult(assets, placed, tuple(engines), None, versions(placed, by_gradle))


def bundle(
    options: BundleOptions, progress: Progress | None = None, cache: Cache | None = None
) -> BundleResult:
    """Puts bundles into an app. Refused before anything is written, where one does not fit."""
    watcher, kept = progress or Silent(), cache or default_cache()
    if options.engines is not None:
        refuse_unknown(options.engines, ENGINES, "--format")
    app = read_app(options.app)
    with watcher.stage("opening"):
        bundles = open_bundles(options.bundles)
        engines = options.engines or _common_engines(bundles)
        for name, opened in bundles:
            refuse_unrunnable(name, opened, engines)
    job = _Job(options, app, bundles, engines, watcher, kept)
    if options.apk is None:
        return job.place(engines)
    if find_gradle(app) is None:
        return _with_tools(job, options.apk)
    return _with_gradle(job, options.apk)


def _by_gradle(app: App, engine: str) -> str:
    runtime = app.runtime(engine)
    named = "what its catalog of versions names" if runtime is None else ":".join(runtime)
    return f"{named} where Gradle builds it"


def _common_engines(bundles: Opened) -> tuple[str, ...]:
    formats = {name: [f.format for f in opened.manifest.files] for name, opened in bundles}
    engines = tuple(name for name in ENGINES if all(name in there for there in formats.values()))
    if not engines:
        has = "; ".join(f"{name}: {', '.join(there)}" for name, there in formats.items())
        raise Refused(
            f"no engine of the app ({', '.join(ENGINES)}) has a program in each bundle ({has}); "
            "export them with --target android"
        )
    return engines


def _with_gradle(job: _Job, apk: Path) -> BundleResult:
    carried = carried_by_gradle(job.app, job.engines)
    result = job.place(job.engines)
    with job.progress.stage(GRADLE):
        package = assemble(job.app, carried, job.options.abis, job.cache)
    return _with(result, _kept(package, apk, GRADLE, job.options.abis, carried))


def _with_tools(job: _Job, apk: Path) -> BundleResult:
    tools = find_toolchain(job.cache, job.progress)
    found = [find_runtime(engine, job.cache, job.progress) for engine in job.engines]
    runtimes = [one for one in found if isinstance(one, Runtime)]
    if not runtimes:
        reasons = "; ".join(one.reason for one in found if isinstance(one, LeftOut))
        raise Refused(f"no engine is left that the app could run a program with: {reasons}")
    _refuse_unknown_operators(job.bundles, runtimes)
    carried = tuple(map(Carried.of, found))
    result = job.place([runtime.engine for runtime in runtimes])
    content = Content(job.app, tuple(runtimes), carried, job.options.abis)
    with job.progress.stage("building"):
        key = debug_key(job.cache, tools.jdk)
        with build(content, tools, key, job.progress) as package:
            built = _kept(package, apk, TOOLS, job.options.abis, carried)
    return _with(result, built)


def _with(result: BundleResult, built: Built) -> BundleResult:
    """With the versions of the runtimes that are in the APK."""
    inside = {one.engine: _inside(one) for one in built.engines if one.included}
    return replace(result, built=built, versions=versions(result.placed, inside))


def _inside(one: Carried) -> str:
    return one.runtime if one.version in one.runtime else f"{one.runtime}, version {one.version}"


def _refuse_unknown_operators(bundles: Opened, runtimes: Sequence[Runtime]) -> None:
    for runtime in runtimes:
        if runtime.engine == EXECUTORCH and runtime.operators is not None:
            for name, opened in bundles:
                refuse_unknown_operators(name, opened, runtime.operators, runtime.name)


def _kept(
    package: Path, apk: Path, builder: str, abis: tuple[str, ...], carried: tuple[Carried, ...]
) -> Built:
    """The finished APK under its name: whole or not there."""
    write_whole(package.read_bytes(), apk)
    sha256, size = digest(apk)
    return Built(apk, size, sha256, builder, abis, carried)
