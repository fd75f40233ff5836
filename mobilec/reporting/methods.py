"""How it was measured: devices, conditions, protocols and versions, each named once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from mobilec.benchmarking.browser import Browser
from mobilec.benchmarking.options import WEB
from mobilec.benchmarking.run import Condition, Run
from mobilec.benchmarking.validity import FOOTPRINT
from mobilec.reporting.entries import ENGINES, UNITS, device_name
from mobilec.reporting.tables import planned
from mobilec.reporting.words import megabytes


@dataclass(frozen=True)
class Described:
    """``facts``: (name, text)."""

    title: str
    facts: tuple[tuple[str, str], ...]


def described(runs: Sequence[Run]) -> tuple[Described, ...]:
    """One for each device and app that measured."""
    groups: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        groups.setdefault((device_name(run), run.runner), []).append(run)
    return tuple(Described(name, tuple(_facts(group))) for (name, _), group in groups.items())


def _facts(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    run = runs[0]
    device, protocol = run.device, run.protocol
    system = f"{device.os} {device.os_version}".strip() or "not told"
    yield "System", f"{system}, {device.abi}"
    if device.browser is not None:
        yield from _browser(device.browser)
    processor = "cores not told" if device.cores is None else f"{device.cores} cores"
    if device.core_kinds:
        kinds = (f"{kind.cores} of {kind.max_mhz:.0f} MHz" for kind in device.core_kinds)
        processor += f" ({', '.join(kinds)} at most)"
    if device.soc:
        processor = f"{device.soc}, {processor}"
    if device.features:
        processor += f", {' '.join(device.features)}"
    yield "Processor", processor
    if device.memory_bytes:
        free = device.available_bytes
        said = f"{device.memory_bytes / 1e9:.1f} GB"
        yield "Memory", said + (f", {free / 1e9:.1f} GB available at the start" if free else "")
    build = f"{run.app.name} {run.app.version}, {run.app.build_type} build"
    yield "Measured by", build + (f", commit {run.app.commit[:12]}" if run.app.commit else "")
    yield "Runtimes", "; ".join(dict.fromkeys(_runtime(each) for each in runs))
    if run.counted is not None:
        yield (
            "Protocol",
            "instructions of the program's calls, on one thread: the mean of "
            f"{protocol.runs} passes of each sentence, after {protocol.warmups} not counted",
        )
    else:
        yield "Protocol", _timing(run)
    yield from _ran(runs)


def _browser(browser: Browser) -> Iterator[tuple[str, str]]:
    """What it tells; what it does not is not guessed."""
    agent = browser.user_agent or "no user agent"
    brands = ", ".join(f"{each.brand} {each.version}" for each in browser.brands or ())
    yield "Browser", f"{brands}; {agent}" if brands else agent
    if browser.isolated is not None:
        isolated = "isolated from other sites, so that threads are allowed"
        yield "Page", isolated if browser.isolated else "not isolated: one thread, a coarser timer"
    if browser.timer_ms is not None:
        yield (
            "Timer",
            f"steps of {browser.timer_ms:g} ms, as measured: no time is known more closely",
        )
    if browser.memory_gb is not None:
        yield "Memory", f"{browser.memory_gb:g} GiB, by the browser's buckets"
    if browser.gpu is not None:
        parts = (browser.gpu.vendor, browser.gpu.architecture, browser.gpu.device)
        said = " ".join(filter(None, parts)) or browser.gpu.description or "not named"
        yield "Graphics processor", said
    if browser.saturates is not None:
        relaxed = ", on relaxed SIMD" if browser.relaxed_simd else ""
        exact = "saturates" if browser.saturates else "is exact"
        yield "Int8 product", f"{exact} at full range{relaxed}"


def _timing(run: Run) -> str:
    protocol = run.protocol
    return (
        f"{protocol.warmups} warm-ups; at least {protocol.runs} runs of each sentence and "
        f"{protocol.seconds:g} s together, in {run.session.rounds} processes"
    )


def _ran(runs: Sequence[Run]) -> Iterator[tuple[str, str]]:
    """What ran, where, and when."""
    run = runs[0]
    plans = dict.fromkeys(filter(None, map(_plan, runs)))
    if plans:
        yield "Compute plans", "; ".join(plans)
    clocks = list(filter(None, map(_clocks, runs)))
    if clocks:
        yield "Cores that ran", ". ".join(clocks)
    if run.device.os in FOOTPRINT and run.device.kind != WEB:
        yield "Memory is", "the physical footprint, without pages of files that were only read"
    yield "Conditions", _condition(run.conditions.start, run.conditions.worst_thermal)
    yield "Measured", ", ".join(sorted({each.started.replace("T", " ") for each in runs}))
    programs = dict.fromkeys(
        f"{r.variant.bundle}/{r.variant.file} {megabytes(r.variant.size_bytes)} MB, "
        f"sha256 {r.variant.sha256[:12]}"
        for r in runs
    )
    yield "Programs", "; ".join(programs)


def _runtime(run: Run) -> str:
    web = " Web" if run.variant.provider else ""
    return f"{ENGINES[run.variant.engine]}{web} {run.variant.engine_version}"


def _plan(run: Run) -> str:
    """Where Core ML means to run a program, with what it may use."""
    variant = run.variant
    if variant.plan is None or variant.compute_units is None:
        return ""
    where = f"{planned(variant.plan)} of {variant.plan.operators} operators"
    return f"{variant.bundle} on {UNITS[variant.compute_units]}: {where}"


def _clocks(run: Run) -> str:
    """Which kinds of cores the looks found, and their frequency then."""
    clocks = run.conditions.clocks or ()
    total = sum(clock.looks for clock in clocks)
    found = (
        f"{clock.looks} of {total} looks on one of {clock.max_mhz:.0f} MHz at most"
        + (f", at {median(clock.mhz):.0f} in the median" if clock.mhz else "")
        for clock in clocks
    )
    named = f"{run.variant.bundle}, {ENGINES[run.variant.engine]}, threads {run.variant.threads}"
    return f"{named}: {'; '.join(found)}" if clocks else ""


def _condition(at: Condition, worst: str | None) -> str:
    """What the system says at the start."""
    parts = []
    if at.battery_percent is not None:
        parts.append(f"battery at {at.battery_percent:.0f} %")
    if at.battery_celsius is not None:
        parts.append(f"{at.battery_celsius:.1f} °C")
    if at.plugged is not None:
        parts.append("plugged in" if at.plugged else "not plugged in")
    if worst is not None:
        parts.append(f"worst thermal status {worst}")
    if at.load_average is not None:
        parts.append(f"load average {at.load_average:.1f}")
    return ", ".join(parts) or "the system does not say"
