"""What `mobilec export` is asked for, and the formats that follow from it."""

from dataclasses import dataclass, replace
from pathlib import Path

from exporters.errors import Refused
from exporters.formats import FACTS, FORMATS, TARGETS, heeding, unasked, usable
from exporters.precision.rules import Precision
from mobilec.exporting.task_options import (
    ClassificationOptions,
    TranslationOptions,
    refuse_no_share,
)

USUAL_LENGTHS = (32, 64, 128)
"""Lengths where none is asked for and the model has positions for them."""

AUTO = "auto"
EXECUTIONS = (AUTO, "factored", "dense")
"""How the layers of a compressed model are executed."""


@dataclass(frozen=True)
class ExportOptions:
    """What `mobilec export` is asked for.

    ``model``: hub id, folder or shipped name; None is the shipped model of the task. ``task``: as
    manifests name it, or auto, which asks the checkpoint. ``targets``: of android, ios and onnx.
    ``formats``: of executorch, onnx and coreml; empty takes those of the targets. ``precision``:
    how numbers are stored and multiplied. ``lengths``: of the text (of the source, where it is
    translated) in tokens, ascending; the last bounds the dynamic length of .pte and .onnx, Core ML
    gets one function for each; empty takes 32, 64 and 128, as far as the model has positions.
    ``output``: the bundle's folder. ``overwrite``: also where one stands there.

    ``evaluation``: labelled data, or pairs of sentences, that each program is measured on.
    ``max_drop``: the largest loss of accuracy, or of chrF, on it (0.01 is one point) that is
    accepted; layers are left in float until it holds. ``keep_float``: patterns of layer paths that
    stay float. ``calibration``: texts for the ranges of int8-static. ``most_error``: of the logits
    on the goldens, relative to how they vary, where a model needs another limit than its kind.
    ``reduce_range``: weights of an int8 .onnx are signed and of 7 bits (docs/onnx.md). ``ios``: the
    oldest iOS, 17 or 18. ``execution``: of a compressed model: layers as they are stored
    (factored), multiplied out (dense), or each as it is smaller without being slower (auto).

    ``translation``, ``classification``: what is for one task alone.
    """

    model: str | None = None
    targets: tuple[str, ...] = ("android",)
    precision: Precision = Precision.INT8
    formats: tuple[str, ...] = ()
    task: str = "auto"
    lengths: tuple[int, ...] = ()
    evaluation: Path | None = None
    max_drop: float | None = None
    calibration: Path | None = None
    keep_float: tuple[str, ...] = ()
    most_error: float | None = None
    ios: int = 18
    execution: str = AUTO
    reduce_range: bool = False
    translation: TranslationOptions = TranslationOptions()
    classification: ClassificationOptions = ClassificationOptions()
    output: Path = Path("bundle")
    overwrite: bool = False

    def __post_init__(self) -> None:
        self._check_targets()
        self._check_lengths()
        refuse_no_share("--max-error", self.most_error)
        self._check_idle_options()

    def wanted_formats(self) -> tuple[str, ...]:
        """The formats to write, in the order of the registry."""
        wanted = self.formats or tuple(f for t in self.targets for f in unasked(t))
        return tuple(f for f in FORMATS if f in wanted)

    @property
    def one_input_of_several_lengths(self) -> bool:
        """Whether a file comes that has neither a dynamic length nor a function for each."""
        return any(FACTS[name].lacks_functions(self.ios) for name in self.wanted_formats())

    def within(self, limit: int | None) -> "ExportOptions":
        """The same with lengths: where none was asked for ``USUAL_LENGTHS``, of a model that takes
        no more than ``limit`` tokens (None for any number) those that fit and its own longest."""
        if self.lengths:
            return self
        longest = min(USUAL_LENGTHS[-1], limit or USUAL_LENGTHS[-1])
        return replace(self, lengths=(*(n for n in USUAL_LENGTHS if n < longest), longest))

    def refuse_shorter_than(self, shortest: int, source: str) -> None:
        """Whether there is a length beside the ``shortest`` input, that of an empty text: programs
        take a range of lengths, and Core ML at least that."""
        if self.lengths[-1] > shortest <= self.lengths[0]:
            return
        raise Refused(
            f"--max-length {','.join(map(str, self.lengths))} was asked for, but {source} takes no "
            f"fewer than {shortest} tokens, with which a text says nothing; ask for "
            f"{shortest + 1} or more"
        )

    def refuse_longer_than(self, positions: int | None, source: str) -> None:
        """Whether a model has positions for what was asked; None has no such limit."""
        if positions is not None and self.lengths[-1] > positions:
            raise Refused(
                f"--max-length {self.lengths[-1]} was asked for, but {source} has positions for "
                f"{positions} tokens; ask for that or less"
            )

    def _heeds(self, option: str) -> bool:
        return bool(set(heeding(option)) & set(self.wanted_formats()))

    def _check_targets(self) -> None:
        for target in self.targets:
            if target not in TARGETS:
                raise Refused(f"there is no target {target!r}; targets are {', '.join(TARGETS)}")
        if not self.targets:
            raise Refused(f"no target was asked for; targets are {', '.join(TARGETS)}")
        able = {name for target in self.targets for name in usable(target)}
        for name in self.formats:
            if name not in FORMATS:
                raise Refused(f"there is no format {name!r}; formats are {', '.join(FORMATS)}")
            if name not in able:
                raise Refused(
                    f"the format {name!r} is of no use on {', '.join(self.targets)}; "
                    f"there: {', '.join(sorted(able))}"
                )

    def _check_lengths(self) -> None:
        if min(self.lengths, default=1) < 1:
            raise Refused(f"--max-length {self.lengths}: lengths are positive numbers of tokens")
        if list(self.lengths) != sorted(set(self.lengths)):
            raise Refused(f"--max-length {self.lengths}: give each length once, shortest first")

    def _check_idle_options(self) -> None:
        """An option that would do nothing is an error."""
        static = self.precision is Precision.INT8_STATIC
        if self.calibration and not static:
            raise Refused(
                f"--calibrate does nothing at --precision {self.precision.value}: only int8-static "
                "has ranges to find; leave it out, or ask for int8-static"
            )
        if static and not self.calibration:
            raise Refused("--precision int8-static needs --calibrate FILE, one sentence a line")
        if self.max_drop is not None and not self.evaluation:
            raise Refused("--max-drop compares quality on data: give --eval FILE with it")
        if self.max_drop is not None and not 0 <= self.max_drop < 1:
            raise Refused(f"--max-drop {self.max_drop}: give a share, 0.01 for one point")
        if self.execution not in EXECUTIONS:
            raise Refused(f"--execution {self.execution!r}: it can be {', '.join(EXECUTIONS)}")
        if self.keep_float and not self.precision.is_int8:
            raise Refused(
                f"--keep-float does nothing at --precision {self.precision.value}: nothing is int8"
            )
        self._check_reduce_range()
        if self.ios not in (17, 18):
            raise Refused(f"--ios {self.ios}: the oldest iOS can be 17 or 18")
        if self.ios != 18 and not self._heeds("ios"):
            raise Refused(f"--ios does nothing without the format {' or '.join(heeding('ios'))}")
        if self.translation.standalone and not self._heeds("standalone"):
            raise Refused(
                f"--standalone does nothing without the format {' or '.join(heeding('standalone'))}"
                ": the others look rows up themselves anyway"
            )

    def _check_reduce_range(self) -> None:
        if not self.reduce_range:
            return
        if not self._heeds("reduce_range"):
            raise Refused(
                "--reduce-range was asked for, and only .onnx multiplies otherwise with it: here "
                f"come {', '.join(self.wanted_formats())}; leave it out, or add --target onnx"
            )
        if self.precision not in (Precision.INT8, Precision.INT8_STATIC):
            raise Refused(
                f"--reduce-range does nothing at --precision {self.precision.value}: no weight is "
                "multiplied in integers; leave it out, or ask for int8 or int8-static"
            )
