"""`mobilec size`: what does an app weigh, and which part of it is what?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show
from mobilec.cli.views.sizes import megabytes
from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from mobilec.android.size import AbiSize, AppSize
    from mobilec.ios.size import IosAbiSize, IosAppSize
    from mobilec.web.size import SiteSize

LEGEND = (
    "MB: million bytes. download: at most this, with the libraries compressed; stores compress the "
    "rest too, and send each phone its part. installed: the APK, its libraries mapped where they "
    "lie; what the system compiles of the dex at install is not in it. copied out: bundles, whole."
)
IOS_LEGEND = (
    "MB: million bytes. download: every file deflated by itself, as in an .ipa; the App Store "
    "encrypts the code, which then hardly gets smaller, and sends each device what it needs. "
    "installed: the files. Core ML is the system's, and ExecuTorch is linked into the code."
)

SITE_LEGEND = (
    "MB: million bytes. download: every file once, packed by gzip, though a browser asks for those "
    "that it needs. installed: as it keeps them. The folder has both."
)


def size(
    app: Annotated[
        Path, typer.Argument(help="A finished .apk, .ipa or .app, or a site.", metavar="APP")
    ],
    as_json: AsJson = False,
) -> None:
    """Shows what an app or a site costs: to download and kept, by part, for each ABI."""
    with failures(as_json):
        found = mobilec.size(app)
        show(found.to_json(), *_shown(found), as_json=as_json)


def _shown(found: "AppSize | IosAppSize | SiteSize") -> "Iterator[Table | str]":
    """A table an ABI, and what runs in the app."""
    from mobilec.ios.size import IosAppSize
    from mobilec.web.size import SiteSize

    title = f"{found.path} ({found.file_bytes:,} bytes)"
    if isinstance(found, SiteSize):
        yield _table(title, found)
        yield SITE_LEGEND
        return
    if isinstance(found, IosAppSize):
        yield from (_table(f"{title}, {each.abi}", each) for each in found.abis)
        yield from (IOS_LEGEND, _said_of_app(found))
        return
    for abi in found.abis:
        yield _table(f"{title}, {abi.abi}", abi, abi.copied_bytes)
    yield from (LEGEND, *_runtimes(found))


def _table(title: str, abi: "AbiSize | IosAbiSize | SiteSize", copied_bytes: int = 0) -> "Table":
    table = titled(title, "part")
    table.add_column("download MB", justify="right")
    table.add_column("installed MB", justify="right")
    for part in abi.parts:
        table.add_row(part.name, megabytes(part.download_bytes), megabytes(part.installed_bytes))
    table.add_row("all", megabytes(abi.download_bytes), megabytes(abi.installed_bytes))
    if copied_bytes:
        table.add_row("copied out when first used", "", megabytes(copied_bytes))
    return table


def _said_of_app(found: "IosAppSize") -> str:
    """Which build it is: sizes of the simulator's are not those of a phone's."""
    signed = "signed for development" if found.signed else "without a provisioning profile"
    system = f"{found.platform} {found.minimum_os} or later"
    return f"{found.app_id} {found.version}: {system}, {signed}"


def _runtimes(found: "AppSize") -> tuple[str, ...]:
    return tuple(map(said_of_engine, found.record.get("engines", [])))


def said_of_engine(engine: dict) -> str:
    """Whose runtime an APK carries, or why it carries none; by an entry of runtime.json."""
    if not engine["included"]:
        return f"{engine['engine']}: left out, {engine['reason']}"
    known = f"{engine['runtime']}, version {engine['version']}, {engine['licence']}"
    return f"{engine['engine']}: {known}; {engine['origin']}"
