"""A run in browsers: the page is served until as many as were asked for have measured."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.apps.placing import Opened
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.run import App
from mobilec.benchmarking.variants import Variant, left_out, no_obstacle, variants
from mobilec.benchmarking.web.api import API, routes
from mobilec.benchmarking.web.course import Asked
from mobilec.benchmarking.web.gathering import Gathering
from mobilec.benchmarking.web.usb import Cable
from mobilec.benchmarking.web.watcher import Narrated, Watcher
from mobilec.provenance import tool
from mobilec.serving.application import application
from mobilec.serving.listening import Listening, listening
from mobilec.serving.running import run
from mobilec.serving.serve import files_of, hints
from mobilec.web.content import ENGINES

_ONE_THREAD = (
    "on plain http a network's browsers allow one thread, so variants of several fail there; "
    "reach an Android phone by USB with --adb, or a browser of this machine without --lan"
)


def bench_web(options: BenchOptions, progress: Progress) -> BenchResult:
    """See ``mobilec.benchmarking.session.bench``. A ``progress`` that is a
    ``Watcher`` too is told of each browser. An interruption ends it with what was measured."""
    web = options.web
    cable = Cable(web.serial) if web.adb else None
    asked = variants(options, ENGINES)
    _refuse_taken(options.output, asked)
    bundles, folders = _named(asked)
    said = tool()
    told = progress if isinstance(progress, Watcher) else Narrated(progress)
    with ExitStack() as stack:
        listened = stack.enter_context(listening(web.reach))
        files = files_of(bundles, web.reach, progress, {"api": API})
        options.output.mkdir(parents=True, exist_ok=True)
        app = App("mobilec", said.version, said.commit, "release")
        gathering = Gathering(Asked(options, asked, folders, app), told)
        token = secrets.token_urlsafe(12)
        if cable:
            stack.enter_context(cable.forwarded(listened.port))

        def begun() -> None:
            told.opened(*_opened(options, listened, token, cable))

        try:
            run(application(files, token, routes(gathering)), listened, gathering.over, begun)
        except KeyboardInterrupt:
            pass
    return replace(gathering.result(), left_out=left_out(options, ENGINES, no_obstacle))


def _opened(
    options: BenchOptions, listened: Listening, token: str, cable: Cable | None
) -> tuple[str, tuple[str, ...]]:
    """The address, and what is to be known of it."""
    address = listened.local(token) if cable else listened.address(token)
    lines = list(hints(options.web.reach, listened))
    if options.web.reach.lan and cable is None and max(options.threads) > 1:
        lines.append(_ONE_THREAD)
    if cable:
        lines.append(f"the phone {cable.phone} opens it by its cable")
        lines += filter(None, [cable.show(address)])
    return address, tuple(lines)


def _refuse_taken(output: Path, asked: Sequence[Variant]) -> None:
    """Names of browsers are numbers, so that of a former run one would be overwritten."""
    stems = [variant.file_name.removesuffix(".json") for variant in asked]
    taken = sorted(p.name for stem in stems for p in output.glob(f"{stem}.web*.json"))
    if taken:
        raise Refused(f"{output} has {', '.join(taken)} already; give another -o")


def _named(asked: Sequence[Variant]) -> tuple[Opened, dict[str, str]]:
    """The bundles, each under the name that it has in the site: that of its folder, or of its
    manifest where two folders have one name."""
    bundles = {v.bundle.manifest.name: v.bundle for v in asked}
    names = {name: bundle.folder.resolve().name for name, bundle in bundles.items()}
    if len(set(names.values())) < len(names):
        names = {name: name.replace("/", "-") for name in bundles}
    return tuple((names[name], bundle) for name, bundle in bundles.items()), names
