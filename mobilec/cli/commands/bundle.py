"""`mobilec bundle`: puts bundles into an app, and builds it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.commands.size import said_of_engine
from mobilec.cli.formats import asked, formerly, several_formats
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show
from mobilec.cli.views.offered import offered
from mobilec.cli.views.sizes import megabytes
from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from mobilec.android.bundle import BundleResult
    from mobilec.apps.placing import Placed
    from mobilec.ios.bundle import IosBundleResult
    from mobilec.web.site import WebBundleResult

Bundles = Annotated[
    list[Path],
    typer.Argument(help="Folders that `mobilec export` wrote.", metavar="BUNDLE..."),
]
App = Annotated[
    Path, typer.Option("--app", help="The project: Android, iOS or web.", metavar="FOLDER")
]
Apk = Annotated[
    Path | None,
    typer.Option("--apk", help="Android: build and sign as this file.", metavar="OUT.apk"),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Browsers: folder of the site.", metavar="SITE"),
]
Abis = Annotated[
    str, typer.Option("--abi", help="Android: arm64-v8a, x86_64, or both with a comma between.")
]
Formats = Annotated[
    list[str] | None, several_formats("every one that each bundle has a program for")
]


def bundle(
    bundles: Bundles,
    app: App = Path("android_demo"),
    apk: Apk = None,
    abi: Abis = "arm64-v8a",
    formats: Formats = None,
    output: Output = None,
    former_engines: Annotated[list[str] | None, formerly("--engines")] = None,
    as_json: AsJson = False,
) -> None:
    """Puts bundles into an app, or into a site for browsers; with --apk builds and signs one."""
    with failures(as_json):
        from mobilec.cli.progress import watched

        options = mobilec.BundleOptions(
            bundles=tuple(bundles),
            app=app,
            apk=apk,
            abis=tuple(abi.split(",")),
            engines=tuple(asked(formats, former_engines, "--engines")) or None,
            output=output,
        )
        with watched() as progress:
            done = mobilec.bundle(options, progress)
        show(done.to_json(), *_parts(done), as_json=as_json)


def _parts(done: "BundleResult | IosBundleResult | WebBundleResult") -> "Iterator[Table | str]":
    from mobilec.ios.bundle import IosBundleResult
    from mobilec.web.site import WebBundleResult

    if isinstance(done, WebBundleResult):
        yield _table(done.site, done.placed)
        yield from offered(done.placed)
        yield from _said_of_site(done)
        return
    if isinstance(done, IosBundleResult):
        yield _table(done.resources, done.placed)
        yield from offered(done.placed)
        yield from map(str, done.versions)
        yield "\nOpen the project in Xcode, or measure on an iPhone: mobilec bench --device ios"
        return
    yield _table(done.assets, done.placed)
    yield from offered(done.placed)
    yield from _said(done)


def _said_of_site(done: "WebBundleResult") -> "Iterator[str]":
    whole, fetched = done.size.file_bytes, done.size.download_bytes
    yield (
        f"\n{megabytes(whole)} MB, of which a browser fetches at most {megabytes(fetched)} where "
        "the host packs. Any host of files serves it; docs/web.md says what else it may send. Next:"
    )
    yield f"  mobilec size {done.site}      what it weighs, part by part"


def _table(folder: Path, bundles: "tuple[Placed, ...]") -> "Table":
    table = titled(f"{folder}", "bundle", "task", "programs")
    table.add_column("MB", justify="right")
    for placed in bundles:
        formats = ", ".join(placed.formats)
        table.add_row(placed.name, placed.task, formats, megabytes(placed.size_bytes))
    return table


def _said(done: "BundleResult") -> "Iterator[str]":
    if done.built is None:
        yield from map(str, done.versions)
        yield "\nBuild the app with --apk OUT.apk, or open the project in Android Studio."
        return
    for engine in done.built.to_json()["engines"]:
        yield said_of_engine(engine)
    yield from map(str, done.versions)
    built = done.built
    yield f"\n{built.apk}: {built.size_bytes:,} bytes, signed, built by {built.builder}. Next:"
    yield f"  mobilec size {built.apk}      what it weighs, part by part"
    yield f"  adb install {built.apk}"
