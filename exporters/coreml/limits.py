"""What Core ML cannot do, said before the slow work starts."""

from exporters.backend import Lowering
from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.program import Method, Program

PRECISIONS = {
    Precision.INT8: "weights int8 (a scale per output channel or table row), activations float16",
    Precision.INT8_WEIGHT: "the same as int8: Core ML has no run-time quantization of activations",
    Precision.INT8_STATIC: "weights int8, inputs of linears int8 with one calibrated scale each",
    Precision.FP16: "weights and activations float16",
    Precision.FP32: "weights and activations float32, states float16 (Core ML has no others); "
    "leaves the Neural Engine",
}
IOS = (17, 18)


def check(program: Program, options: Lowering) -> None:
    """Refuses what the format cannot do, with what it can."""
    _check_target(options)
    _check_precision(program, options)
    for method in program.methods:
        _check_lengths(method, options.lengths)


def _check_target(options: Lowering) -> None:
    if options.ios not in IOS:
        raise Refused(f"iOS {options.ios} was asked; packages are made for iOS 17 and iOS 18")


def _check_precision(program: Program, options: Lowering) -> None:
    if options.precision not in PRECISIONS:
        raise Refused(
            f"Core ML has no precision {options.precision!r}; "
            f"it has {', '.join(p.value for p in PRECISIONS)}"
        )
    if options.rules and not options.precision.is_int8:
        raise Refused(
            f"rules choose what becomes int8, and {options.precision.value} was asked, where they "
            "would do nothing: leave them out, or ask for int8"
        )
    if options.precision is Precision.INT8_STATIC:
        _check_samples(program, options)


def _check_samples(program: Program, options: Lowering) -> None:
    if not options.samples:
        raise Refused("int8-static takes its scales from real inputs, and none were given")
    if len(program.methods) > 1:
        raise Refused(
            f"int8-static was asked for a program of {len(program.methods)} methods; samples are "
            "inputs of one method only: ask for int8"
        )


def _check_lengths(method: Method, lengths: tuple[int, ...]) -> None:
    dimensions = method.dimensions.values()
    if len(dimensions) > 1:
        raise Refused(
            f"{method.name} has the dynamic dimensions {', '.join(d.name for d in dimensions)}; "
            "a Core ML function is made for each size of one dimension: fix the others"
        )
    for dimension in dimensions:
        if lengths[0] < dimension.minimum or lengths[-1] > dimension.maximum:
            raise Refused(
                f"the lengths {', '.join(map(str, lengths))} were asked; {method.name} of this "
                f"model takes {dimension.minimum} to {dimension.maximum}"
            )
