"""The functions of a package: a method at one fixed length each, as planned and as found in a file.

Fixed lengths, because that is what runs whole on the Neural Engine: a range of sizes runs there
at its default only. Every function shares the weights; three lengths of MiniLM in int8 take
23.12 MB, one takes 22.94.

A translator's table of more than 16,384 words (65,536 from the A16 on) is no work for the Neural
Engine, as others report, and its output layer runs elsewhere. It is left in one piece: in parts
it would have to be looked up in parts too, or to be stored twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coremltools import proto

from exporters.backend import Lowering
from exporters.coreml.package import METHODS, Package
from exporters.coreml.states import stateful
from exporters.program import Method, Program

MAIN = "main"
"""What coremltools calls the function of a package that has only one."""


@dataclass(frozen=True)
class Function:
    """A method at one length (None where the method has no dynamic dimension)."""

    method: Method
    length: int | None

    @property
    def name(self) -> str:
        return self.method.name if self.length is None else f"{self.method.name}_{self.length}"

    @property
    def sizes(self) -> dict[str, int]:
        """Dimension name to size, as ``Method.example`` takes it."""
        return {} if self.length is None else dict.fromkeys(self.method.dimensions, self.length)


def planned(program: Program, options: Lowering) -> tuple[Function, ...]:
    """Every function that a package for iOS 18 gets, the longest of each method last."""
    return tuple(
        Function(stateful(method), length)
        for method in program.methods
        for length in (options.lengths if method.dimensions else (None,))
    )


@dataclass(frozen=True)
class Signature:
    """One way to call a package: a function with the sizes and dtypes of its inputs, by name."""

    method: str
    function: str
    sizes: Mapping[str, tuple[int, ...]]
    dtypes: Mapping[str, str]


def signatures(package: Package) -> tuple[Signature, ...]:
    """All ways to call a package, for each method from the smallest to the largest."""
    found = [s for d in described(package) for s in _signatures_of(package, d)]
    return tuple(sorted(found, key=lambda s: sum(map(_volume, s.sizes.values()))))


def described(package: Package) -> list[proto.Model_pb2.FunctionDescription]:
    """The interface of each function; a package for iOS 17 declares one without its name."""
    description = package.spec.description
    if description.functions:
        return list(description.functions)
    fields = {"input": description.input, "output": description.output, "state": description.state}
    return [proto.Model_pb2.FunctionDescription(name=MAIN, **fields)]


def _signatures_of(
    package: Package, described: proto.Model_pb2.FunctionDescription
) -> list[Signature]:
    arrays = {i.name: i.type.multiArrayType for i in described.input}
    shapes = {name: _shapes(array) for name, array in arrays.items()}
    dtypes = {name: dtype_name(array) for name, array in arrays.items()}
    method = _method_of(package, described.name)
    choices = max((len(s) for s in shapes.values()), default=1)
    sizes = ({n: s[min(k, len(s) - 1)] for n, s in shapes.items()} for k in range(choices))
    return [Signature(method, described.name, chosen, dtypes) for chosen in sizes]


def dtype_name(array: proto.FeatureTypes_pb2.ArrayFeatureType) -> str:
    """int32, float16 or float32."""
    return str(array.ArrayDataType.Name(array.dataType)).lower()


def _shapes(array: proto.FeatureTypes_pb2.ArrayFeatureType) -> list[tuple[int, ...]]:
    """The fixed shape of an input, or all its enumerated ones."""
    enumerated = [tuple(s.shape) for s in array.enumeratedShapes.shapes]
    return enumerated or [tuple(array.shape)]


def _method_of(package: Package, function: str) -> str:
    """forward_64 to forward; the only function of a package for iOS 17 to its only method."""
    methods = package.notes.get(METHODS, function).split(",")
    if function == MAIN and len(methods) == 1:
        return methods[0]
    stem, _, length = function.rpartition("_")
    return stem if length.isdigit() and stem in methods else function


def _volume(shape: tuple[int, ...]) -> int:
    volume = 1
    for size in shape:
        volume *= size
    return volume
