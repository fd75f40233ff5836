"""What a file stores twice on purpose, and why: the only excess that the gate of sizes accepts."""

from collections import Counter
from collections.abc import Collection, Iterator

import torch
from torch import nn

from exporters.backend import Lowering
from exporters.bundle.manifest import Again
from exporters.capture.translation.rows import handed_in, tied_tables
from exporters.formats import FACTS
from exporters.precision.budget import stored_bytes
from exporters.precision.layers import QUANTIZABLE
from exporters.program import Program

STANDALONE = "--standalone: the file looks rows up itself, in a table apart from the output layer"
SEVERAL_TABLES = "words are looked up in several tables, and a rule keeps the rows of one in float"
TWO_PACKAGES = "below iOS 18 encode and decode are packages of their own"


def stored_again(
    format_name: str, program: Program, options: Lowering, quantized: Collection[str]
) -> tuple[Again, ...]:
    """``quantized``: paths of the layers that become int8."""
    facts = FACTS[format_name]
    if facts.hands_rows and options.standalone:
        return _entries(program, _tied(program), options, quantized, STANDALONE)
    if facts.hands_rows:
        twice = _beside_others(program, quantized)
        return _entries(program, twice, options, quantized, SEVERAL_TABLES)
    if facts.lacks_functions(options.ios):
        return _entries(program, _of_several_methods(program), options, quantized, TWO_PACKAGES)
    return ()


def _entries(
    program: Program,
    twice: set[int],
    options: Lowering,
    quantized: Collection[str],
    reason: str,
) -> tuple[Again, ...]:
    found: dict[int, Again] = {}
    for path, layer, weight in _layers(program):
        if id(weight) in twice and id(weight) not in found:
            rounded = path in quantized and isinstance(layer, QUANTIZABLE)
            size = stored_bytes(weight, options.precision, rounded)
            found[id(weight)] = Again(path, size, reason)
    return tuple(found.values())


def _tied(program: Program) -> set[int]:
    """Tables that are the weight of a linear as well."""
    layers = list(_layers(program))
    multiplied = {id(weight) for _, layer, weight in layers if isinstance(layer, nn.Linear)}
    looked_up = {id(weight) for _, layer, weight in layers if isinstance(layer, nn.Embedding)}
    return multiplied & looked_up


def _beside_others(program: Program, quantized: Collection[str]) -> set[int]:
    """Tied tables that are rounded as their layers are, and looked up by the file all the same:
    another table of the method cannot be handed in."""
    handed = set(handed_in(program, lambda _, path: path in quantized))
    return {
        id(program.method(tied.method).module.get_submodule(tied.embedding).weight)
        for tied in tied_tables(program)
        if tied not in handed and (tied.embedding in quantized) == (tied.linear in quantized)
    }


def _of_several_methods(program: Program) -> set[int]:
    uses = Counter(at for m in program.methods for at in {id(p) for p in m.module.parameters()})
    return {at for at, count in uses.items() if count > 1}


def _layers(program: Program) -> Iterator[tuple[str, nn.Module, torch.Tensor]]:
    """Every layer at every path, with each parameter that is its own."""
    for method in program.methods:
        for path, layer in method.module.named_modules():
            yield from ((path, layer, parameter) for parameter in layer.parameters(recurse=False))
