"""A classifier's workload."""

import time

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.bundle.golden import Golden
from exporters.verify.error import relative
from mobilec.benchmarking.host.workload import Loaded, Pass
from mobilec.benchmarking.run import Difference, Goldens
from mobilec.evaluation.encoding import Encoder


class Labelling:
    """See ``mobilec.benchmarking.host.workload.Workload``."""

    def __init__(self, bundle: Bundle, format_name: str, threads: int) -> None:
        self._program = Loaded(bundle, format_name, threads)
        self._labels = bundle.manifest.text.labels
        self._encoder = Encoder(bundle.tokenizer, bundle.manifest.limits.longest)

    def load(self) -> None:
        self._program.open()

    def close(self) -> None:
        self._program.close()

    def run(self, text: str) -> Pass:
        runner, clock = self._program.runner, time.perf_counter
        start = clock()
        ids = self._encoder.ids(text)
        encoded = clock()
        logits = self._logits(ids)
        ran = clock()
        label = self._labels[int(logits.argmax())]
        marks = (start, encoded, ran, clock())
        return Pass(marks, runner.taken(), len(ids), None, label)

    def goldens(self) -> Goldens:
        """Logits within the tolerance of the format, over all sentences together."""
        golden = self._program.bundle.golden
        assert isinstance(golden, Golden), "its kind follows from the task"
        expected = np.array([sentence.logits for sentence in golden.sentences])
        found = np.stack([self._logits(sentence.input_ids) for sentence in golden.sentences])
        self._program.runner.taken()
        far = relative(expected, found) if np.isfinite(found).all() else None
        tolerance = golden.tolerance[self._program.file.format]
        passed = far is not None and far <= tolerance
        equal = int((expected.argmax(axis=1) == found.argmax(axis=1)).sum())
        worst = int(np.nan_to_num(np.abs(expected - found), nan=np.inf).max(axis=1).argmax())
        difference = Difference(
            golden.sentences[worst].text, str(expected[worst].tolist()), str(found[worst].tolist())
        )
        return Goldens(passed, len(expected), equal, far, tolerance, None if passed else difference)

    def _logits(self, ids: "list[int] | tuple[int, ...]") -> np.ndarray:
        """(labels,)"""
        given = np.array([ids], np.int64)
        inputs = {"input_ids": given, "attention_mask": np.ones_like(given)}
        return self._program.runner.run("forward", inputs)["logits"][0]
