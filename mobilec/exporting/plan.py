"""What an export will do, found without weights and without lowering anything."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from torch import nn

from exporters.backend import backend
from exporters.bundle.write import STEM
from exporters.errors import Refused
from exporters.precision.layers import QUANTIZABLE
from exporters.precision.rules import Precision
from exporters.whole.folder import refuse_place
from mobilec.checkpoint.compressed import compression_of, empty
from mobilec.checkpoint.describe import Description, describe
from mobilec.checkpoint.task import AUTO as ANY_TASK
from mobilec.exporting.lengths import settled
from mobilec.exporting.options import AUTO, ExportOptions
from mobilec.exporting.task import Exporting
from mobilec.exporting.task_options import asked_for
from mobilec.shipped.catalogue import DEFAULT_TASK, default_model
from mobilec.tasks.registry import TASKS, task_of

_BYTES = {Precision.FP32: 4, Precision.FP16: 2}


@dataclass(frozen=True)
class PlannedFile:
    """One program to write. ``expected_bytes``: its constants, each once; the graph comes on top.
    ``methods``: name to the shapes of its inputs in words.
    """

    path: str
    format: str
    meaning: str
    expected_bytes: int
    methods: dict[str, str]


@dataclass(frozen=True)
class ExportPlan:
    """What an export would write.

    ``parameters``: of the model as its config describes it, each once. ``facts``: what the task
    adds, in words.
    """

    model: str
    task: str
    architecture: str
    parameters: int
    precision: str
    output: Path
    files: tuple[PlannedFile, ...]
    steps: tuple[str, ...]
    facts: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "output": str(self.output)}


def plan(options: ExportOptions) -> ExportPlan:
    """What ``export`` would do. Raises ``Refused`` for what that would, before its slow work."""
    refuse_place(options.output, options.overwrite)
    about = describe(asked_model(options), options.task)
    refuse_idle(about.task, options)
    refuse_idle_execution(about, options)
    options = settled(options, about)
    exporting: Exporting = task_of(about.task).exporting()
    exporting.refuse(options, about)
    for name in options.wanted_formats():
        refuse_precision(name, options.precision)
    network = empty(about)
    return ExportPlan(
        model=about.source,
        task=about.task,
        architecture=about.architecture,
        parameters=sum(p.numel() for p in network.parameters()),
        precision=options.precision.value,
        output=options.output,
        files=tuple(_file(name, options, network, exporting) for name in options.wanted_formats()),
        steps=_steps(options),
        facts=exporting.facts(options, about),
    )


def asked_model(options: ExportOptions) -> str:
    """The model that was named, or the shipped one of the task."""
    if options.model is not None:
        return options.model
    return default_model(DEFAULT_TASK if options.task == ANY_TASK else options.task).name


def refuse_idle(name: str, options: ExportOptions) -> None:
    """An option that would do nothing for a task is an error."""
    for other, known in TASKS.items():
        asked = asked_for(getattr(options, known.options))
        if asked and other != name:
            raise Refused(f"{asked[0]} does nothing for {name}, only for {other}; leave it out")


def refuse_idle_execution(about: Description, options: ExportOptions) -> None:
    """An execution form does nothing to a model that is not compressed."""
    if options.execution != AUTO and compression_of(about) is None:
        raise Refused(
            f"--execution {options.execution} is of compressed layers, and {about.source} has "
            "none; leave it out"
        )


def refuse_precision(format_name: str, precision: Precision) -> None:
    """Whether a format has a precision at all; its back end says why not."""
    precisions = backend(format_name).precisions
    if precision not in precisions:
        there = ", ".join(p.value for p in precisions)
        raise Refused(f"{format_name} cannot be {precision.value}; it comes in {there}")


def _file(
    name: str, options: ExportOptions, network: nn.Module, exporting: Exporting
) -> PlannedFile:
    end, methods = backend(name), exporting.methods(name, options)
    return PlannedFile(
        path=STEM + end.suffix(len(methods), options.ios),
        format=name,
        meaning=end.precisions[options.precision],
        expected_bytes=_expected_bytes(network, options.precision),
        methods=methods,
    )


def _expected_bytes(network: nn.Module, precision: Precision) -> int:
    if not precision.is_int8:
        return _BYTES[precision] * sum(p.numel() for p in network.parameters())
    layers = [m.weight for m in network.modules() if isinstance(m, QUANTIZABLE)]
    matrices = {id(weight): weight for weight in layers}
    rest = sum(p.numel() for p in network.parameters() if id(p) not in matrices)
    return sum(w.numel() + 4 * len(w) for w in matrices.values()) + 4 * rest


def _steps(options: ExportOptions) -> tuple[str, ...]:
    steps = ["load the checkpoint", "capture one program", "ask PyTorch for the goldens"]
    if options.calibration:
        steps.append("calibrate the ranges of activations")
    steps += [f"quantize and lower to {name}" for name in options.wanted_formats()]
    steps.append("verify every file against the goldens")
    if options.evaluation:
        steps.append(f"evaluate every file on {options.evaluation}")
    return (*steps, f"write {options.output}")
