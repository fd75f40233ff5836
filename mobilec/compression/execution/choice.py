"""Which form each compressed layer is executed in: as asked for, or the best of all.

    auto: of the forms that should take no longer than the dense layer in any of the formats that
          are written, the smallest; a bank of shared matrices is expanded wherever that is faster

Time is expected from multiply-adds, bytes moved and what surrounds each product (``work``), which
is more in ONNX Runtime than in a .pte; size is that of int8, where what several layers share counts
for each in part. ``dense`` is always among them, so a model is never made slower than it was for
the sake of its size. Two BERT layers of 384 as int8 .pte, 64 tokens, one thread (AMD EPYC, the
processor's clock, one call each in turn), over the dense ones: ``svd`` with 0.25 and 0.7 of the
parameters 0.60 and 0.91, ``tensor-train`` with 0.25 of them 0.99 (multiplied out),
``shared-tucker`` III of width 128 0.80, IV of width 192 with a bank of 12 0.83.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compression.execution.sites import Site, compressed_linears, sites_of
from mobilec.compression.execution.work import RATES, USUAL, Work, slowest, work_of
from mobilec.layers.cost import matrix, vector
from mobilec.layers.forms import DENSE, FACTORED
from mobilec.layers.shared_tucker import EXPANDED

AUTO = "auto"
EXECUTIONS = (AUTO, FACTORED, DENSE)


@dataclass(frozen=True)
class Candidate:
    """One form of all layers of a site. ``int8_bytes``: of what it stores."""

    name: str
    work: Work
    int8_bytes: float


@dataclass(frozen=True)
class Choice:
    """``paths``: layers that read one tensor of so many ``rows``, ``times`` a run.
    ``stored_bytes``: of them as they were compressed. ``formats``: that were thought of.
    """

    paths: tuple[str, ...]
    layer: str
    rows: int
    times: int
    chosen: Candidate
    factored: Candidate
    dense: Candidate
    stored_bytes: float
    formats: tuple[str, ...]

    @property
    def time(self) -> float:
        """Expected, over that of the dense layers; of the format in which that is most."""
        return slowest(self.chosen.work, self.dense.work, self.formats)[1]

    @property
    def factored_time(self) -> float:
        """The same of the layers as they are stored."""
        return slowest(self.factored.work, self.dense.work, self.formats)[1]

    @property
    def stored(self) -> float:
        """Bytes of the layers as they are stored, over those of the dense layers."""
        return self.stored_bytes / self.dense.int8_bytes


def choices(
    model: PreTrainedModel, execution: str = AUTO, formats: Collection[str] = (USUAL,)
) -> tuple[Choice, ...]:
    """One for each site of compressed linears, in the order in which they run.

    ``formats``: that are to be written.
    """
    if execution not in EXECUTIONS:
        raise Refused(
            f"there is no execution form {execution!r}; there are {', '.join(EXECUTIONS)}"
        )
    holders = _holders(model)
    thought_of = tuple(name for name in RATES if name in formats) or (USUAL,)
    return tuple(_choice(site, execution, holders, thought_of) for site in sites_of(model))


def _choice(
    site: Site, execution: str, holders: Mapping[int, int], formats: tuple[str, ...]
) -> Choice:
    names = list(next(iter(site.layers.values())).forms())
    found = {name: _candidate(site, name, holders) for name in _wanted(names, execution)}
    dense = found[DENSE]
    chosen = found[execution] if execution != AUTO else _smallest(found, dense, formats)
    stored = sum(_bytes(layer, holders) for layer in site.layers.values())
    layer = next(iter(site.layers.values())).name
    return Choice(
        paths=tuple(site.layers),
        layer=layer,
        rows=site.rows,
        times=site.times,
        chosen=chosen,
        factored=found[FACTORED],
        dense=dense,
        stored_bytes=stored,
        formats=formats,
    )


def _wanted(names: list[str], execution: str) -> list[str]:
    """Forms that have to be looked at; two always are, to compare with."""
    return names if execution == AUTO else [FACTORED, DENSE]


def _smallest(
    found: Mapping[str, Candidate], dense: Candidate, formats: tuple[str, ...]
) -> Candidate:
    time = {each.name: slowest(each.work, dense.work, formats)[1] for each in found.values()}
    quick = [each for each in found.values() if time[each.name] <= 1]
    if EXPANDED in found and time[EXPANDED] < time[FACTORED]:
        quick = [each for each in quick if each.name != FACTORED]
    return min(quick, key=lambda each: (each.int8_bytes, time[each.name]))


def _candidate(site: Site, name: str, holders: Mapping[int, int]) -> Candidate:
    forms = [layer.forms()[name].eval() for layer in site.layers.values()]
    size = sum(_bytes(form, holders) for form in forms)
    return Candidate(name, work_of(forms, site.input), size)


def _holders(model: nn.Module) -> Mapping[int, int]:
    """How many compressed linears hold a parameter, by its id."""
    count: Counter[int] = Counter()
    for layer in compressed_linears(model).values():
        count.update({id(p) for p in layer.parameters()})
    return count


def _bytes(module: nn.Module, holders: Mapping[int, int]) -> float:
    """In int8; of a parameter that several layers hold, a part."""
    parameters = {id(p): p for p in module.parameters()}
    return sum(_int8_bytes(p) / max(holders.get(at, 1), 1) for at, p in parameters.items())


def _int8_bytes(parameter: torch.Tensor) -> int:
    if parameter.dim() < 2:
        return vector(parameter.numel()).int8_bytes
    return matrix(parameter.numel() // parameter.shape[-1], parameter.shape[-1]).int8_bytes
