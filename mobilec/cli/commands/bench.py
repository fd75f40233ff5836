"""`mobilec bench`: how fast, how large in memory, on this machine, on a phone or in a browser, and
how much work on an ARM processor?"""

import time
from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.choices import DeviceName
from mobilec.cli.formats import asked, formerly, several_formats
from mobilec.cli.lists import minutes, numbers, words
from mobilec.cli.options import AsJson, ByCable, Lan, Port
from mobilec.cli.output import Status, failures, show

Bundles = Annotated[
    list[Path], typer.Argument(help="Folders with manifest.json.", metavar="BUNDLE")
]
Where = Annotated[
    DeviceName,
    typer.Option(
        help="This machine, a phone that adb reaches, an iPhone at a Mac, browsers that open a "
        "page; arm counts instructions."
    ),
]
Formats = Annotated[list[str] | None, several_formats("all that run there")]
Threads = Annotated[str, typer.Option(help="Each number is a variant.", metavar="1,2,4")]
Runs = Annotated[int, typer.Option(min=3, help="Least runs of each sentence.", metavar="N")]
Seconds = Annotated[float, typer.Option(min=0, help="Least time of all timed runs.", metavar="S")]
WarmUps = Annotated[int, typer.Option("--warm-ups", min=0, help="Uncounted, each.", metavar="N")]
Sustained = Annotated[
    str, typer.Option(help="Load without a pause at the end: 10m.", metavar="TIME")
]
Seed = Annotated[int, typer.Option(help="Of the order of the variants.", metavar="N")]
Serial = Annotated[
    str, typer.Option(help="Of a phone, as adb devices names it; UDID of an iPhone.", metavar="S")
]
Apk = Annotated[
    Path | None, typer.Option(help="adb: installed first.", metavar="APK", dir_okay=False)
]
Wait = Annotated[
    bool,
    typer.Option(
        "--wait/--no-wait", help="Until a phone is cool and charged, an iPhone cool and unlocked."
    ),
]
App = Annotated[
    Path | None,
    typer.Option(
        help="ios: the project, which is built, or a finished .app or .ipa. web: likewise, a page.",
        metavar="APP",
        show_default="ios_demo, web_demo",
    ),
]
Team = Annotated[str, typer.Option(help="ios: signs the app.", metavar="ID")]
AppId = Annotated[
    str, typer.Option(help="Of the app, where it is not that of the demo.", metavar="ID")
]
Units = Annotated[
    str,
    typer.Option(
        help="ios: what Core ML may use; each is a variant: all, cpuOnly, cpuAndGPU, "
        "cpuAndNeuralEngine.",
        metavar="UNITS,...",
        show_default="all",
    ),
]
Cpu = Annotated[
    str,
    typer.Option(
        help="arm: each is a variant; mobilec arm processors lists them.",
        metavar="NAME,...",
        show_default="one of each kind",
    ),
]
Devices = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="web: ends when so many browsers have measured.",
        metavar="N",
        show_default="1",
    ),
]
Providers = Annotated[
    str,
    typer.Option(
        "--provider",
        help="web: each is a variant: wasm, webgpu.",
        metavar="NAME,...",
        show_default="wasm",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Folder of the results.", show_default="runs/TIME"),
]


def bench(
    bundles: Bundles,
    device: Where = DeviceName.HOST,
    formats: Formats = None,
    threads: Threads = "1",
    runs: Runs = 50,
    seconds: Seconds = 10.0,
    warm_ups: WarmUps = 5,
    sustained: Sustained = "",
    seed: Seed = 0,
    serial: Serial = "",
    apk: Apk = None,
    wait: Wait = True,
    app: App = None,
    team: Team = "",
    app_id: AppId = "",
    compute_units: Units = "",
    cpu: Cpu = "",
    devices: Devices = None,
    provider: Providers = "",
    lan: Lan = False,
    port: Port = None,
    adb: ByCable = False,
    output: Output = None,
    former_engines: Annotated[list[str] | None, formerly("--engine")] = None,
    as_json: AsJson = False,
) -> None:
    """Measures bundles: goldens first, then load, latency and memory. Writes a run.json each.

    With --device arm, what they execute on ARM processors is counted instead.
    """
    of_web = (devices, provider, lan, port, adb)
    _refuse_misplaced(device, (serial, app_id, not wait), apk, (team, compute_units), cpu, of_web)
    _refuse_app(device, app, serial, adb)
    asked_threads = numbers(threads, "--threads")
    asked_minutes = minutes(sustained, "--sustained")
    with failures(as_json):
        from mobilec.benchmarking.options import (
            AdbOptions,
            ArmOptions,
            BenchOptions,
            IosOptions,
            WebOptions,
        )
        from mobilec.cli.progress import watched
        from mobilec.cli.views.counts import counted_table
        from mobilec.cli.views.measured import measured_notes, measured_table
        from mobilec.serving.options import ReachOptions

        options = BenchOptions(
            bundles=tuple(bundles),
            output=output or Path("runs") / time.strftime("%Y%m%d-%H%M%S"),
            device=device.value,
            engines=tuple(asked(formats, former_engines, "--engine")),
            threads=asked_threads,
            warmups=warm_ups,
            runs=runs,
            seconds=seconds,
            sustained_minutes=asked_minutes,
            seed=seed,
            adb=AdbOptions(serial, apk, wait, app_id if device is DeviceName.ADB else ""),
            ios=IosOptions(
                serial,
                app if app and device is DeviceName.IOS else Path("ios_demo"),
                team,
                app_id,
                _units(compute_units),
                wait,
            ),
            arm=ArmOptions(words(cpu)),
            web=WebOptions(
                devices or 1,
                tuple(words(provider)) or ("wasm",),
                adb,
                serial if adb else "",
                ReachOptions(lan, port, app if device is DeviceName.WEB else None),
            ),
        )
        with watched() as progress:
            result = mobilec.bench(options, progress)
        notes = measured_notes(result)
        drawn = f"written to {options.output}; draw it: mobilec report {options.output}/*.json"
        closing = drawn if result.files else "nothing was measured, and nothing written"
        counts = device is DeviceName.ARM
        table = counted_table(result.runs) if counts else measured_table(result)
        show(result.to_json(), table, *notes, closing, as_json=as_json)
        if result.interrupted:
            raise typer.Exit(Status.INTERRUPTED)
        if result.failures or any(run.measured is run.counted is None for run in result.runs):
            raise typer.Exit(Status.REFUSED)


def _units(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ("all",)


def _refuse_misplaced(
    device: DeviceName,
    of_phones: tuple[object, ...],
    of_adb: object,
    of_ios: tuple[object, ...],
    of_arm: object,
    of_web: tuple[object, ...],
) -> None:
    """Options of one kind of device do nothing for another."""
    if of_arm and device is not DeviceName.ARM:
        raise typer.BadParameter(
            "it is for emulated processors; add --device arm", param_hint="--cpu"
        )
    if any(of_web) and device is not DeviceName.WEB:
        raise typer.BadParameter(
            "they are for browsers; add --device web",
            param_hint="--devices, --provider, --lan, --port, --adb",
        )
    if any(of_phones) and device in (DeviceName.HOST, DeviceName.ARM):
        raise typer.BadParameter(
            "they are for phones; add --device adb or ios",
            param_hint="--serial, --app-id, --no-wait",
        )
    if of_adb and device is not DeviceName.ADB:
        raise typer.BadParameter("it is for Android; add --device adb", param_hint="--apk")
    if any(of_ios) and device is not DeviceName.IOS:
        raise typer.BadParameter(
            "they are for iPhones; add --device ios", param_hint="--team, --compute-units"
        )
    if device is DeviceName.WEB and any(of_phones[1:]):
        raise typer.BadParameter(
            "they are for apps on phones, and a browser is asked nothing of the kind; leave them "
            "out",
            param_hint="--app-id, --no-wait",
        )


def _refuse_app(device: DeviceName, app: Path | None, serial: str, adb: bool) -> None:
    if app and device not in (DeviceName.IOS, DeviceName.WEB):
        raise typer.BadParameter(
            "it is for iPhones and browsers; add --device ios or web", param_hint="--app"
        )
    if device is DeviceName.WEB and serial and not adb:
        raise typer.BadParameter("it is of a phone on a cable; add --adb", param_hint="--serial")
