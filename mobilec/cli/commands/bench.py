"""`mobilec bench`: how fast, how large in memory, on this machine or on a phone, and how much work
on an ARM processor?"""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.choices import DeviceName
from mobilec.cli.formats import asked, formerly, several_formats
from mobilec.cli.lists import minutes, numbers, words
from mobilec.cli.options import AsJson
from mobilec.cli.output import Status, failures, show

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.benchmarking.session import BenchResult

Bundles = Annotated[
    list[Path], typer.Argument(help="Folders with manifest.json.", metavar="BUNDLE")
]
Where = Annotated[
    DeviceName,
    typer.Option(
        help="This machine, a phone that adb reaches, an iPhone at a Mac; arm counts instructions."
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
        help="ios: the project, which is built, or a finished .app or .ipa.",
        metavar="APP",
        show_default="ios_demo",
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
    output: Output = None,
    former_engines: Annotated[list[str] | None, formerly("--engine")] = None,
    as_json: AsJson = False,
) -> None:
    """Measures bundles: goldens first, then load, latency and memory. Writes a run.json each.

    With --device arm, what they execute on ARM processors is counted instead.
    """
    of_phones = bool(serial or app_id or not wait)
    _refuse_misplaced(device, of_phones, apk, app or team or compute_units, cpu)
    asked_threads = numbers(threads, "--threads")
    asked_minutes = minutes(sustained, "--sustained")
    with failures(as_json):
        from mobilec.benchmarking.options import AdbOptions, ArmOptions, BenchOptions, IosOptions
        from mobilec.cli.progress import watched
        from mobilec.cli.views.counts import counted_table

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
                serial, app or Path("ios_demo"), team, app_id, _units(compute_units), wait
            ),
            arm=ArmOptions(words(cpu)),
        )
        with watched() as progress:
            result = mobilec.bench(options, progress)
        notes = _reasons(result)
        drawn = f"written to {options.output}; draw it: mobilec report {options.output}/*.json"
        closing = drawn if result.files else "nothing was measured, and nothing written"
        table = _table(result) if device is not DeviceName.ARM else counted_table(result.runs)
        show(result.to_json(), table, *notes, closing, as_json=as_json)
        if result.failures or any(run.measured is run.counted is None for run in result.runs):
            raise typer.Exit(Status.REFUSED)


def _refuse_misplaced(
    device: DeviceName, of_phones: bool, of_adb: object, of_ios: object, of_arm: object
) -> None:
    """Options of one kind of device do nothing for another."""
    if of_arm and device is not DeviceName.ARM:
        raise typer.BadParameter(
            "it is for emulated processors; add --device arm", param_hint="--cpu"
        )
    if of_phones and device in (DeviceName.HOST, DeviceName.ARM):
        raise typer.BadParameter(
            "they are for phones; add --device adb or ios",
            param_hint="--serial, --app-id, --no-wait",
        )
    if of_adb and device is not DeviceName.ADB:
        raise typer.BadParameter("it is for Android; add --device adb", param_hint="--apk")
    if of_ios and device is not DeviceName.IOS:
        raise typer.BadParameter(
            "they are for iPhones; add --device ios",
            param_hint="--app, --team, --compute-units",
        )


def _units(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ("all",)


def _table(result: "BenchResult") -> "Table":
    from mobilec.cli.views.titled import titled

    columns = ("variant", "valid", "first load", "short", "middle", "longest", "spread", "peak MB")
    table = titled("Medians in milliseconds, text to text", *columns)
    for column in table.columns[2:]:
        column.justify = "right"
    for run in result.runs:
        variant = run.variant
        setting = variant.compute_units or f"{variant.threads} thr."
        name = f"{variant.bundle}, {variant.engine}, {setting}"
        table.add_row(name, "yes" if run.valid else "no", *_figures(run.measured))
    return table


def _figures(measured: object) -> tuple[str, ...]:
    from statistics import median

    from mobilec.benchmarking.run import Measured

    if not isinstance(measured, Measured):
        return ("-",) * 6
    middle = measured.sentence("middle").total_ms.statistics
    peak = measured.memory.peak_with_swap_bytes
    return (
        f"{median(measured.load.cold_ms):.1f}" if measured.load.cold_ms else "-",
        *(f"{s.total_ms.statistics.p50:.2f}" for s in measured.sentences),
        f"{middle.spread:.0%}",
        f"{peak / 1e6:.0f}" if peak else "-",
    )


def _reasons(result: "BenchResult") -> list[str]:
    """Why a run is not valid, and what else is to be known of it, a line each."""
    invalid = [
        f"not valid: {run.variant.bundle}, {run.variant.engine}: {reason.message}"
        for run in result.runs
        for reason in run.reasons
    ]
    noted = [
        f"note: {run.variant.bundle}, {run.variant.engine}: {note.message}"
        for run in result.runs
        for note in run.notes
    ]
    skipped = [f"left out: {why}" for why in result.left_out]
    failed = [f"failed: {variant}: {why}" for variant, why in result.failures.items()]
    return [*invalid, *noted, *skipped, *failed]
