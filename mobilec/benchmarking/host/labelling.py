"""A classifier's workload."""

import time

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.bundle.golden import Golden
from exporters.text.encoder import Encoded
from exporters.verify.error import relative
from mobilec.benchmarking.host.workload import Loaded, Pass
from mobilec.benchmarking.run import Difference, Goldens


class Labelling:
    """See ``mobilec.benchmarking.host.workload.Workload``. A text of the goldens that has a pair
    there runs with it."""

    def __init__(self, bundle: Bundle, format_name: str, threads: int) -> None:
        self._program = Loaded(bundle, format_name, threads)
        self._labels = bundle.manifest.text.labels
        self._encoder = bundle.encoder
        self._asked = {s.text: s.asked for s in reversed(_golden(bundle).sentences)}

    def load(self) -> None:
        self._program.open()

    def close(self) -> None:
        self._program.close()

    def run(self, text: str) -> Pass:
        runner, clock = self._program.runner, time.perf_counter
        start = clock()
        given = self._encoder.encode(self._asked.get(text, text))
        encoded = clock()
        logits = self._logits(given)
        ran = clock()
        label = self._labels[int(logits.argmax())]
        marks = (start, encoded, ran, clock())
        return Pass(marks, runner.taken(), len(given.ids), None, label)

    def goldens(self) -> Goldens:
        """Logits within the tolerance of the format, over all sentences together."""
        golden = _golden(self._program.bundle)
        expected = np.array([sentence.logits for sentence in golden.sentences])
        found = np.stack([self._logits(sentence.encoded) for sentence in golden.sentences])
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

    def _logits(self, encoded: Encoded) -> np.ndarray:
        """(labels,)"""
        return self._program.runner.run("forward", encoded.arrays())["logits"][0]


def _golden(bundle: Bundle) -> Golden:
    golden = bundle.golden
    assert isinstance(golden, Golden), "its kind follows from the task"
    return golden
