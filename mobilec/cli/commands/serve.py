"""`mobilec serve`: the page with bundles, for the browsers of this machine or of its network."""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.options import ByCable, Lan, Port
from mobilec.cli.output import failures

Bundles = Annotated[
    list[Path],
    typer.Argument(help="Folders with manifest.json and a program for browsers.", metavar="BUNDLE"),
]
App = Annotated[
    Path | None,
    typer.Option(
        help="The project of the page, which is built, or a finished one.",
        metavar="APP",
        show_default="web_demo, or the page of the wheel",
    ),
]
Serial = Annotated[str, typer.Option(help="Of the phone, as adb devices names it.", metavar="S")]


def serve(
    bundles: Bundles,
    lan: Lan = False,
    port: Port = None,
    adb: ByCable = False,
    serial: Serial = "",
    app: App = None,
) -> None:
    """Shows bundles in browsers, which translate and classify there, until Ctrl-C."""
    if serial and not adb:
        raise typer.BadParameter("it is of a phone on a cable; add --adb", param_hint="--serial")
    with failures(as_json=False):
        from mobilec.cli.progress import watched
        from mobilec.serving.options import ReachOptions, ServeOptions

        options = ServeOptions(tuple(bundles), ReachOptions(lan, port, app))
        cable = None
        if adb:
            from mobilec.benchmarking.web.usb import Cable

            cable = Cable(serial)
        with watched() as progress:

            def opened(address: str, hints: tuple[str, ...]) -> None:
                more = (cable.show(address),) if cable else ()
                progress.opened(address, (*hints, *filter(None, more), "Ctrl-C ends it"))

            mobilec.serve(options, progress, opened, cable.forwarded if cable else None)
