"""The measurements of one shape as a document: tokens first, then times."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from statistics import median

import torch

from benchmarks.translation.children import Child, Times, interleaved_children
from benchmarks.translation.files import (
    CTRANSLATE2,
    FLOAT,
    FLOATS,
    INT8,
    ONNX,
    PTE,
    PYTORCH,
    QUANTIZED,
    Command,
    Files,
)
from benchmarks.translation.shapes import Shape, sources
from benchmarks.translation.task import TARGET_TOKENS, UNKNOWN

TIMED = (PTE, ONNX)
"""Of our files; the others differ from them in bytes alone, or run on an Apple device."""


def report(files: Files, threads: tuple[int, ...], rounds: int, calls: int) -> dict[str, object]:
    """Everything about one shape."""
    exported = {name: files.exported(file) for name, file in QUANTIZED.items()}
    return {
        "unique_parameters": exported[PTE]["unique_parameters"],
        "files": exported | {CTRANSLATE2: {"size_bytes": files.converted(INT8)}},
        "equal_to_generate": _equal(files),
        "agreement": _agreement(files),
        "threads": {count: _timed(files, count, rounds, calls) for count in threads},
    }


def _equal(files: Files) -> dict[str, bool]:
    """Float programs: whether all tokens of all sentences are those of ``generate``."""
    commands = {f"{name}, {FLOAT}": files.ours(file) for name, file in FLOATS.items()}
    commands[f"{CTRANSLATE2}, {FLOAT}"] = files.ctranslate2(FLOAT)
    with _children({PYTORCH: files.pytorch()} | commands, threads=1) as children:
        ids = sources(files.shape)
        tokens = {name: child.ask(ask="tokens", ids=ids) for name, child in children.items()}
    return {name: tokens[name] == tokens[PYTORCH] for name in commands}


def _agreement(files: Files) -> dict[str, float]:
    """int8 programs: in how many steps of random translations the next token is PyTorch's."""
    ids, forced = sources(files.shape), _forced(files.shape)
    with _children(_commands(files), threads=1) as children:
        following = {
            name: child.ask(ask="following", ids=ids, forced=forced)
            for name, child in children.items()
        }
    expected = list(chain(*following.pop(PYTORCH)))
    return {name: share(list(chain(*found)), expected) for name, found in following.items()}


def share(found: list[int], expected: list[int]) -> float:
    """Of equal tokens at equal places."""
    return sum(a == b for a, b in zip(found, expected, strict=True)) / len(expected)


def _forced(shape: Shape) -> list[list[int]]:
    """A random translation of each source: greedy ones of random models repeat few tokens."""
    generator = torch.Generator().manual_seed(2)
    size = (len(sources(shape)), TARGET_TOKENS)
    return torch.randint(UNKNOWN + 1, shape.pad, size, generator=generator).tolist()


def _timed(files: Files, threads: int, rounds: int, calls: int) -> dict[str, object]:
    print(f"timing {files.shape.name}, threads: {threads}", flush=True)
    with _children(_commands(files), threads) as children:
        times = interleaved_children(children, sources(files.shape)[0], rounds, calls)
        memory = {name: child.ask(ask="memory") for name, child in children.items()}
    return {
        "ratios": {name: ratios(times, name) for name in TIMED},
        "outside": {name: outside(times[name].inside) for name in TIMED},
        "peak_bytes": memory,
        "latency": {name: _latency(each) for name, each in times.items()},
    }


def ratios(times: Mapping[str, Times], name: str) -> dict[str, dict[str, float]]:
    """Each other contender of the comparison, to our time over its, by three figures."""
    mine = times[name].latency
    return {
        of: {
            "median": mine.median_ms / each.latency.median_ms,
            "p10": mine.p10_ms / each.latency.p10_ms,
            "processor time": mine.cpu_median_ms / each.latency.cpu_median_ms,
        }
        for of, each in times.items()
        if of not in TIMED
    }


def outside(inside: Sequence[float]) -> float:
    """The median share that is spent around the runtime's calls."""
    return 1 - median(inside)


def _latency(times: Times) -> dict[str, object]:
    timed = times.latency
    return {
        "median_ms": timed.median_ms,
        "p10_ms": timed.p10_ms,
        "cpu_median_ms": timed.cpu_median_ms,
        "samples_ms": [round(sample, 3) for sample in timed.samples_ms],
        "cpu_ms": [round(sample, 3) for sample in timed.cpu_ms],
        "inside": [round(share, 4) for share in times.inside],
    }


def _commands(files: Files) -> dict[str, Command]:
    ours = {name: files.ours(QUANTIZED[name]) for name in TIMED}
    return {PYTORCH: files.pytorch(), CTRANSLATE2: files.ctranslate2(INT8)} | ours


@contextmanager
def _children(commands: Mapping[str, Command], threads: int) -> Iterator[dict[str, Child]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(Child(command(threads), threads))
            for name, command in commands.items()
        }
