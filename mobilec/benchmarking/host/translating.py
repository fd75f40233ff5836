"""A translator's workload."""

import time
from dataclasses import replace

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.bundle.translation_golden import ForcedProbe, TranslationGolden
from exporters.bundle.translator import decoding_of, searched_model
from exporters.decode.model import StepModel
from exporters.decode.search import translate
from exporters.decode.shortlisted import allowing
from exporters.verify.error import relative
from mobilec.benchmarking.host.workload import Loaded, Pass
from mobilec.benchmarking.run import Difference, Goldens


class Translating:
    """See ``mobilec.benchmarking.host.workload.Workload``. ``exporters.decode`` searches."""

    def __init__(self, bundle: Bundle, format_name: str, threads: int) -> None:
        self._program = Loaded(bundle, format_name, threads)
        self._words = bundle.words
        self._decoding = decoding_of(bundle.manifest)
        self._loaded: StepModel | None = None

    @property
    def _model(self) -> StepModel:
        assert self._loaded is not None, "it was not loaded"
        return self._loaded

    def load(self) -> None:
        bundle, runner = self._program.bundle, self._program.open()
        self._loaded = searched_model(bundle, self._program.file, runner)

    def close(self) -> None:
        self._loaded = None
        self._program.close()

    def run(self, text: str) -> Pass:
        runner, clock = self._program.runner, time.perf_counter
        start = clock()
        ids = self._words.ids(text)
        encoded = clock()
        tokens = translate(self._model, np.asarray(ids, np.int64), self._decoding.settings)
        ran = clock()
        translation = self._words.text(tokens)
        marks = (start, encoded, ran, clock())
        # The start token was given, not made.
        return Pass(marks, runner.taken(), len(ids), len(tokens) - 1, translation)

    def goldens(self) -> Goldens:
        """Logits after forced tokens within the tolerance of the format, and greedy tokens."""
        golden = self._program.bundle.golden
        assert isinstance(golden, TranslationGolden), "its kind follows from the task"
        probes = [probe for probe in golden.probes if not probe.padding]
        expected = [np.array(probe.logits) for probe in probes]
        with allowing(self._model, golden.vocabulary):
            found = [self._forced(probe)[:, list(golden.vocabulary)] for probe in probes]
        far = _far(np.concatenate(expected), np.concatenate(found))
        tolerance = golden.tolerance[self._program.file.format]
        passed = far is not None and far <= tolerance
        said = [self._greedy(sentence.input_ids) for sentence in golden.sentences]
        self._program.runner.taken()
        same = [tuple(s) == g.greedy for s, g in zip(said, golden.sentences, strict=True)]
        difference = None if passed else self._difference(golden, said, same)
        return Goldens(passed, len(same), sum(same), far, tolerance, difference)

    def _difference(
        self, golden: TranslationGolden, said: list[list[int]], same: list[bool]
    ) -> Difference:
        """The first sentence with other words, or the first at all."""
        at = same.index(False) if False in same else 0
        sentence = golden.sentences[at]
        expected = self._words.text(sentence.greedy)
        return Difference(sentence.text, expected, self._words.text(said[at]))

    def _greedy(self, ids: tuple[int, ...]) -> list[int]:
        settings = replace(self._decoding.settings, num_beams=1)
        return translate(self._model, np.array(ids, np.int64), settings)

    def _forced(self, probe: ForcedProbe) -> np.ndarray:
        """(positions, vocabulary)"""
        self._model.encode(np.array(probe.input_ids, np.int64))
        steps = (self._model.step(np.array([t]), at)[0].copy() for at, t in enumerate(probe.forced))
        kept = set(probe.positions)
        return np.stack([logits for at, logits in enumerate(steps) if at in kept])


def _far(expected: np.ndarray, found: np.ndarray) -> float | None:
    return relative(expected, found) if np.isfinite(found).all() else None
