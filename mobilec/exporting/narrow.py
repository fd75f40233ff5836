"""What would help a program of int8 that passes narrowly, and what that would cost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

import torch
from torch import nn

from exporters.backend import backend
from exporters.formats import FACTS
from exporters.precision.budget import stored_bytes
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.progress import Progress
from exporters.verify.finding import Finding
from mobilec.exporting.job import Job

NARROW = 0.5
"""Of the room that a limit leaves: a program that needs more may fail on another processor, or with
the next version of a runtime."""
WORST = 3
"""Layers that are named. Their errors differ by factors, so a few are most of it."""
ASKED = 3
"""Texts to rank layers by: each costs a run a layer (a translator: one for each of 16 tokens)."""
HELP = (
    ". If it is int8 that the model does not bear: --eval FILE --max-drop 0.01 leaves as few "
    "layers in float as quality needs, --keep-float PATTERN those that you name, and --precision "
    "int8-weight (.onnx, .mlpackage) multiplies all in float"
)
"""Ends the message of a failed export of which only gates of precision failed."""


def narrow_passes(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that passed, and needed more than ``NARROW`` of what is allowed."""
    return tuple(found for found in findings if found.passed and _used(found) > NARROW)


def _used(found: Finding) -> float:
    """The share of the room that was needed: of an error up to the most that is allowed, of an
    agreement down from 1 to the least."""
    figures = found.figures
    if "allowed" in figures:
        return float(figures["relative"]) / float(figures["allowed"])
    if "needed" in figures and float(figures["needed"]) < 1:
        return (1 - _kept(figures)) / (1 - float(figures["needed"]))
    return 0.0


def _kept(figures: Mapping[str, float | int | str]) -> float:
    """Of a classifier only labels that are decided clearly count."""
    return float(figures.get("kept", figures["agreement"]))


def advice(
    job: Job, findings: Sequence[Finding], kept: Sequence[str], progress: Progress
) -> tuple[str, ...]:
    """A note for each format that passed narrowly, in words for the user. ``kept``: patterns of
    layers that are in float already."""
    precision, captured = job.options.precision, job.captured
    narrow = narrow_passes(findings) if precision.is_int8 else ()
    if not narrow:
        return ()
    texts = job.contents.golden_texts[:ASKED]
    ranked = captured.worst_layers(texts, progress.doing)
    groups = [group for group in ranked if not _in_float(group, kept)][:WORST]
    formats = dict.fromkeys(found.format for found in narrow)
    return tuple(
        _note(name, [f for f in narrow if f.format == name], groups, captured.program, precision)
        for name in formats
    )


def _in_float(group: Sequence[str], kept: Sequence[str]) -> bool:
    return any(fnmatchcase(path, pattern) for path in group for pattern in kept)


def _note(
    name: str,
    narrow: Sequence[Finding],
    groups: Sequence[Sequence[str]],
    program: Program,
    precision: Precision,
) -> str:
    reached = " and ".join(_reached(found) for found in narrow)
    options = " ".join(f"--keep-float '{path}'" for group in groups for path in group[:1])
    cost = sum(_cost(name, group, program) for group in groups)
    ways = ["--eval FILE --max-drop 0.01 finds as few layers as that takes"]
    if groups:
        ways.insert(0, f"{options} leaves what int8 hurts most in float and adds {cost:,} bytes")
    alone = precision is Precision.INT8_WEIGHT or (
        precision is Precision.INT8 and FACTS[name].float16
    )
    if Precision.INT8_WEIGHT in backend(name).precisions and not alone:
        ways.append("--precision int8-weight multiplies in float, with no byte more, and slower")
    return f"{name} passes narrowly: {reached}. What helps: {'; '.join(ways)}."


def _reached(found: Finding) -> str:
    figures = found.figures
    if "allowed" in figures:
        return f"{found.gate} {figures['relative']:.2g} of {figures['allowed']:g} allowed"
    return f"{found.gate} {_kept(figures):.1%}, {figures['needed']:.0%} needed"


def _cost(name: str, group: Sequence[str], program: Program) -> int:
    """Bytes that a file grows by when the layers of a group, which have one weight, are float."""
    weight = next(_weights(group, program))
    floats = Precision.FP16 if FACTS[name].float16 else Precision.FP32
    as_float = stored_bytes(weight, floats, quantized=False)
    return as_float - stored_bytes(weight, Precision.INT8, quantized=True)


def _weights(group: Sequence[str], program: Program) -> Iterator[torch.Tensor]:
    for method in program.methods:
        layers = dict(method.module.named_modules())
        for path in group:
            layer = layers.get(path)
            if isinstance(layer, nn.Linear | nn.Embedding):
                yield layer.weight
