"""int8 of a translator in PyTorch: which layers it hurts, and what would be said with it.

Layers are ranked by logits under forced tokens, those that the float program says: as soon as one
token differs, later logits belong to another sentence and compare with nothing.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from torch import nn

from exporters.decode.cached import CachedDecoder
from exporters.decode.greedy import greedy
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import states_of
from exporters.eager import TorchRunner
from exporters.precision.emulate import emulated
from exporters.precision.layers import quantized_layers
from exporters.program import Program

RANKED_SENTENCES = 8
RANKED_TOKENS = 16
"""Of each sentence. Together as many logits as 128 classified texts have."""


class Emulation:
    """A program with an ``encode`` and a ``decode`` method."""

    def __init__(self, program: Program, settings: GenerationSettings) -> None:
        self._program, self._settings = program, settings

    def worst_layers(
        self, sources: Sequence[list[int]], doing: Callable[[str], None]
    ) -> list[tuple[str, ...]]:
        """Groups of layers with the same weights, the one that int8 hurts most first."""
        first = [np.array(ids) for ids in sources[:RANKED_SENTENCES]]
        short = self._settings.within(RANKED_TOKENS)
        exact = _decoder(self._program)
        cases = [(ids, greedy(exact, ids, short)[:-1]) for ids in first]
        reference = _forced_logits(exact, cases)
        errors = {}
        for group in self._groups():
            doing(group[0])
            rounded = _forced_logits(_decoder(self._rounded(group)), cases)
            errors[group] = float(((rounded - reference) ** 2).sum())
        return sorted(errors, key=lambda group: -errors[group])

    def search(self, kept: Sequence[str]) -> Callable[[Sequence[int]], list[int]]:
        """Ids to tokens, with all layers int8 but for ``kept``."""
        paths = {path for group in self._groups() for path in group}
        decoder = _decoder(self._rounded(paths - set(kept)))
        return lambda ids: translate(decoder, np.array(ids), self._settings)

    def _groups(self) -> list[tuple[str, ...]]:
        """A tied table stands at several paths, of both methods: it is int8 at all or none."""
        groups: dict[int, list[str]] = {}
        for method in self._program.methods:
            for path in quantized_layers(method.module):
                layer = method.module.get_submodule(path)
                assert isinstance(layer, nn.Linear | nn.Embedding), path
                groups.setdefault(id(layer.weight), []).append(path)
        return [tuple(dict.fromkeys(group)) for group in groups.values()]

    def _rounded(self, paths: Iterable[str]) -> Program:
        chosen = frozenset(paths)
        modules = {m.name: emulated(m.module, chosen) for m in self._program.methods}
        return self._program.with_modules(modules)


def _decoder(program: Program) -> CachedDecoder:
    return CachedDecoder(TorchRunner(program), states_of(program))


def _forced_logits(
    decoder: CachedDecoder, cases: Sequence[tuple[np.ndarray, list[int]]]
) -> np.ndarray:
    """(tokens of all cases, vocabulary)."""
    rows = []
    for ids, forced in cases:
        decoder.encode(ids)
        rows += [decoder.step(np.array([t]), at)[0].copy() for at, t in enumerate(forced)]
    return np.stack(rows)
