"""A signed APK without the Android SDK: resources, classes, dex, package, signature."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.android.app import App
from mobilec.android.built import Carried, record
from mobilec.android.compile import compile_sources, link_resources, shrink
from mobilec.android.layout import COMMIT, RECORD, VERSION_FILES
from mobilec.android.package import (
    Entry,
    asset_entries,
    dex_entries,
    library_entries,
    linked_entries,
    write_package,
)
from mobilec.android.runtimes import Runtime
from mobilec.android.sign import sign
from mobilec.android.toolchain import Toolchain
from mobilec.provenance import tool

TOOLS = "Kotlin's compiler, R8, aapt2 and apksigner"


@dataclass(frozen=True)
class Content:
    """What goes into an APK. ``carried``: also the engines that were left out."""

    app: App
    runtimes: tuple[Runtime, ...]
    carried: tuple[Carried, ...]
    abis: tuple[str, ...]


@contextmanager
def build(content: Content, tools: Toolchain, key: Path, progress: Progress) -> Iterator[Path]:
    """The APK in a folder that is gone when the block ends."""
    app, runtimes = content.app, content.runtimes
    libraries = {abi: _libraries(runtimes, abi) for abi in content.abis}
    sources = app.sources(tuple(runtime.engine for runtime in runtimes))
    with tempfile.TemporaryDirectory(prefix="mobilec-apk-") as name:
        folder = Path(name)
        progress.doing("resources")
        resources = link_resources(app, tools, folder)
        progress.doing(f"{len(sources)} Kotlin files")
        classes = compile_sources(sources, resources, tools, runtimes, folder)
        progress.doing("shrinking")
        dex = shrink(classes, app, tools, runtimes, folder)
        progress.doing("packing and signing")
        entries = chain(
            linked_entries(resources.package),
            asset_entries(app.assets),
            _said(content),
            dex_entries(dex),
            library_entries(libraries),
        )
        write_package(entries, folder / "unsigned.apk")
        sign(folder / "unsigned.apk", key, app.min_sdk, tools, folder / "signed.apk")
        yield folder / "signed.apk"


def _said(content: Content) -> Iterator[Entry]:
    """What the app shows of its own making."""
    says = record(TOOLS, content.abis, content.carried)
    yield Entry(f"assets/{RECORD}", says.encode(), True)
    for runtime in content.runtimes:
        if runtime.engine in VERSION_FILES:
            yield Entry(VERSION_FILES[runtime.engine], f"{runtime.version}\n".encode(), False)
    commit = tool().commit
    if commit:
        yield Entry(f"assets/{COMMIT}", f"{commit}\n".encode(), True)


def _libraries(runtimes: Sequence[Runtime], abi: str) -> tuple[Path, ...]:
    """Native libraries of all engines, each name once."""
    named = {file.name: file for runtime in runtimes for file in runtime.libraries(abi)}
    for runtime in runtimes:
        if not runtime.libraries(abi):
            raise Refused(f"{runtime.name} has no libraries for {abi}; leave it out of --abi")
    return tuple(named[name] for name in sorted(named))
