"""What a session compares: bundles, engines and numbers of threads."""

from collections.abc import Iterator
from dataclasses import dataclass

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.benchmarking.options import BenchOptions


@dataclass(frozen=True)
class Variant:
    """``delegated`` of run.json is read from the bundle's file once, by whoever has it."""

    bundle: Bundle
    engine: str
    threads: int

    def __str__(self) -> str:
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.bundle.manifest.name}, {self.engine}, {threads}"

    @property
    def file_name(self) -> str:
        """Of its run.json, in a folder of one session."""
        return f"{self.bundle.manifest.name}.{self.engine}.{self.threads}.json"


def variants(options: BenchOptions, runnable: tuple[str, ...]) -> tuple[Variant, ...]:
    """All that were asked for. ``runnable``: formats that the device has an engine for.

    Refused: a bundle without a program that runs there, an engine that no bundle has, two bundles
    of one name, as their results could not be told apart.
    """
    bundles = [Bundle.open(folder) for folder in options.bundles]
    names = [bundle.manifest.name for bundle in bundles]
    if len(set(names)) < len(names):
        raise Refused(
            f"of the bundles {', '.join(names)} some have one name, and their results could not be "
            "told apart; export one under another name, or measure them one after the other"
        )
    _refuse_unknown(options.engines, runnable, options.device)
    return tuple(
        Variant(bundle, engine, threads)
        for bundle in bundles
        for engine in _engines(bundle, options, runnable)
        for threads in options.threads
    )


def _refuse_unknown(engines: tuple[str, ...], runnable: tuple[str, ...], device: str) -> None:
    unknown = [engine for engine in engines if engine not in runnable]
    if unknown:
        raise Refused(
            f"the device {device} has no engine {', '.join(unknown)}; it has {', '.join(runnable)}"
        )


def _engines(bundle: Bundle, options: BenchOptions, runnable: tuple[str, ...]) -> Iterator[str]:
    there = tuple(file.format for file in bundle.manifest.files if file.format in runnable)
    if options.engines:
        for engine in options.engines:
            yield bundle.manifest.program(engine).format
    elif there:
        yield from there
    else:
        has = ", ".join(file.format for file in bundle.manifest.files)
        raise Refused(
            f"the bundle {bundle.manifest.name!r} has {has}, and the device {options.device} runs "
            f"{', '.join(runnable)}; export it with --target android or --target onnx"
        )
