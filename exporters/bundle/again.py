"""What a file stores twice on purpose, and why: the only excess that the gate of sizes accepts."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby

import torch
from torch import nn

from exporters.backend import Lowering
from exporters.bundle.manifest import Again
from exporters.capture.translation.rows import in_one_table, tied_tables
from exporters.precision.budget import stored_bytes
from exporters.precision.rules import QUANTIZABLE
from exporters.program import Program

STANDALONE = "--standalone: the file looks rows up itself, in a table apart from the output layer"
SEVERAL_TABLES = "words are looked up in several tables, and a caller can hand in rows of one"
TWO_PACKAGES = "below iOS 18 encode and decode are packages of their own"


def stored_again(
    format_name: str, program: Program, options: Lowering, quantized: Collection[str]
) -> tuple[Again, ...]:
    """``quantized``: paths of the layers that become int8."""
    if format_name == "executorch" and options.standalone:
        return _entries(program, _tied(program), options, quantized, STANDALONE)
    if format_name == "executorch":
        return _entries(program, _in_several(program), options, quantized, SEVERAL_TABLES)
    if format_name == "coreml" and options.ios < 18:
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
    kinds: dict[int, set[type]] = {}
    for _, layer, weight in _layers(program):
        kinds.setdefault(id(weight), set()).add(type(layer))
    return {at for at, found in kinds.items() if {nn.Linear, nn.Embedding} <= found}


def _in_several(program: Program) -> set[int]:
    """Tied tables of methods that look words up in more than one."""
    found: set[int] = set()
    for method, tied in groupby(tied_tables(program), lambda tied: tied.method):
        own, module = list(tied), program.method(method).module
        if not in_one_table(own):
            tables = (module.get_submodule(each.embedding) for each in own)
            found |= {id(table.weight) for table in tables}
    return found


def _of_several_methods(program: Program) -> set[int]:
    uses = Counter(at for m in program.methods for at in {id(p) for p in m.module.parameters()})
    return {at for at, count in uses.items() if count > 1}


def _layers(program: Program) -> Iterator[tuple[str, nn.Module, torch.Tensor]]:
    """Every layer at every path, with each parameter that is its own."""
    for method in program.methods:
        for path, layer in method.module.named_modules():
            yield from ((path, layer, parameter) for parameter in layer.parameters(recurse=False))
