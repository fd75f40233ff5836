"""`mobilec size`: what does an app weigh, and which part of it is what?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.output import failures, show
from mobilec.cli.sizes import megabytes
from mobilec.cli.titled import add_row_, titled

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.android.size import AbiSize, AppSize

LEGEND = (
    "MB: million bytes. download: as a store sends it, its libraries compressed. installed: on the "
    "phone, libraries mapped where they lie."
)


def size(
    apk: Annotated[Path, typer.Argument(help="A finished .apk.", metavar="APK")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Shows what an app costs: to download and installed, by part, for each ABI."""
    with failures(as_json):
        found = mobilec.size(apk)
        show(found.to_json(), *size_parts(found), as_json=as_json)


def size_parts(found: "AppSize") -> tuple["Table | str", ...]:
    """A table an ABI, and what runs in the app."""
    tables = [_table(found, abi) for abi in found.abis]
    return (*tables, LEGEND, *_runtimes(found))


def _table(found: "AppSize", abi: "AbiSize") -> "Table":
    table = titled(f"{found.path} ({found.file_bytes:,} bytes), {abi.abi}", "part")
    table.add_column("download MB", justify="right")
    table.add_column("installed MB", justify="right")
    for part in abi.parts:
        add_row_(table, part.name, megabytes(part.download_bytes), megabytes(part.installed_bytes))
    add_row_(table, "all", megabytes(abi.download_bytes), megabytes(abi.installed_bytes))
    if abi.copied_bytes:
        add_row_(table, "copied out when first used", "", megabytes(abi.copied_bytes))
    return table


def _runtimes(found: "AppSize") -> tuple[str, ...]:
    return tuple(map(said_of_engine, found.record.get("engines", [])))


def said_of_engine(engine: dict) -> str:
    """Whose runtime an APK carries, or why it carries none; by an entry of runtime.json."""
    if not engine["included"]:
        return f"{engine['engine']}: left out, {engine['reason']}"
    known = f"{engine['runtime']}, version {engine['version']}, {engine['licence']}"
    return f"{engine['engine']}: {known}; {engine['origin']}"
