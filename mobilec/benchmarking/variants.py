"""What a session compares: bundles, engines and numbers of threads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.formats import FACTS
from mobilec.arm.counting.choice import processors
from mobilec.benchmarking.options import COUNTING, WASM, WEB, BenchOptions

BY_UNITS = {name for name, facts in FACTS.items() if facts.by_units}
"""Those that choose their threads themselves, of the compute units that they may use."""

_TARGETS = {
    "host": "--target android or --target onnx",
    "adb": "--target android or --target onnx",
    "ios": "--target ios",
    "arm": "--target android or --target onnx",
    "web": "--target onnx",
}
"""Device to what makes a program that it runs."""


@dataclass(frozen=True)
class Variant:
    """``delegated`` of run.json is read from the bundle's file once, by whoever has it.
    ``compute_units``: of Core ML, in place of threads. ``processor``: that is emulated, likewise.
    ``provider``: of ONNX Runtime Web.
    """

    bundle: Bundle
    engine: str
    threads: int
    compute_units: str | None = None
    processor: str | None = None
    provider: str | None = None

    def __str__(self) -> str:
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        setting = self.compute_units or self.processor or threads
        provider = f"{self.provider}, " if self.provider else ""
        return f"{self.bundle.manifest.name}, {self.engine}, {provider}{setting}"

    @property
    def file_name(self) -> str:
        """Of its run.json, in a folder of one session."""
        setting = self.compute_units or self.processor or self.threads
        provider = f"{self.provider}." if self.provider else ""
        return f"{self.bundle.manifest.name}.{self.engine}.{provider}{setting}.json"


Obstacle = Callable[[Bundle, str], str]
"""Why a device cannot run a program of a bundle though it has the engine, or ""."""


def no_obstacle(bundle: Bundle, engine: str) -> str:  # noqa: ARG001
    """Of a device that runs every program of its engines."""
    return ""


def variants(
    options: BenchOptions, runnable: tuple[str, ...], obstacle: Obstacle = no_obstacle
) -> tuple[Variant, ...]:
    """All that were asked for. ``runnable``: formats that the device has an engine for.

    Refused: a bundle without a program that runs there, an engine that no bundle has, two bundles
    of one name, as their results could not be told apart. Where no engine was asked for by name, a
    program with an obstacle is left out: see ``left_out``.
    """
    bundles = [Bundle.open(folder) for folder in options.bundles]
    names = [bundle.manifest.name for bundle in bundles]
    if len(set(names)) < len(names):
        raise Refused(
            f"of the bundles {', '.join(names)} some have one name, and their results could not be "
            "told apart; export one under another name, or measure them one after the other"
        )
    _refuse_unknown(options.engines, runnable, options.device)
    asked = tuple(
        variant
        for bundle in bundles
        for engine in _engines(bundle, options, runnable, obstacle)
        for variant in _settings(bundle, engine, options)
    )
    _refuse_idle(asked, options)
    return asked


def left_out(
    options: BenchOptions, runnable: tuple[str, ...], obstacle: Obstacle
) -> tuple[str, ...]:
    """Why programs are not among ``variants`` that nobody asked for by name."""
    if options.engines:
        return ()
    bundles = [Bundle.open(folder) for folder in options.bundles]
    found = (obstacle(bundle, engine) for bundle in bundles for engine in _there(bundle, runnable))
    return tuple(why for why in found if why)


def _settings(bundle: Bundle, engine: str, options: BenchOptions) -> Iterator[Variant]:
    if options.device == COUNTING:
        for processor in processors(options.arm.processors):
            yield Variant(bundle, engine, 1, processor=processor.name)
    elif options.device == WEB:
        for provider in options.web.providers:
            # A graphics processor takes no threads of the page.
            for threads in options.threads if provider == WASM else (1,):
                yield Variant(bundle, engine, threads, provider=provider)
    elif engine in BY_UNITS:
        for units in options.ios.compute_units:
            yield Variant(bundle, engine, 1, units)
    else:
        for threads in options.threads:
            yield Variant(bundle, engine, threads)


def _refuse_idle(asked: tuple[Variant, ...], options: BenchOptions) -> None:
    """Refuses options that no variant is told."""
    engines = {variant.engine for variant in asked}
    titles = " and ".join(FACTS[name].title for name in BY_UNITS)
    if engines <= BY_UNITS and options.threads != (1,):
        raise Refused(
            f"threads were asked for, and {titles} takes as many as it likes; leave --threads out, "
            "or choose --compute-units"
        )
    if not engines & BY_UNITS and options.ios.compute_units != ("all",):
        raise Refused(
            f"compute units are {titles}'s, and {', '.join(sorted(engines))} is to be measured; "
            f"leave --compute-units out, or add --format {' or '.join(BY_UNITS)}"
        )


def _refuse_unknown(engines: tuple[str, ...], runnable: tuple[str, ...], device: str) -> None:
    unknown = [engine for engine in engines if engine not in runnable]
    if unknown:
        raise Refused(
            f"the device {device} has no engine {', '.join(unknown)}; it has {', '.join(runnable)}"
        )


def _there(bundle: Bundle, runnable: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(file.format for file in bundle.manifest.files if file.format in runnable)


def _engines(
    bundle: Bundle, options: BenchOptions, runnable: tuple[str, ...], obstacle: Obstacle
) -> Iterator[str]:
    there = _there(bundle, runnable)
    asked = tuple(bundle.manifest.program(engine).format for engine in options.engines) or there
    obstacles = {engine: why for engine in asked if (why := obstacle(bundle, engine))}
    if obstacles and (options.engines or len(obstacles) == len(asked)):
        raise Refused("; ".join(obstacles.values()))
    yield from (engine for engine in asked if engine not in obstacles)
    if not asked:
        has = ", ".join(file.format for file in bundle.manifest.files)
        raise Refused(
            f"the bundle {bundle.manifest.name!r} has {has}, and the device {options.device} runs "
            f"{', '.join(runnable)}; export it with {_TARGETS[options.device]}"
        )
