"""A classifier, run over the goldens."""

from functools import cached_property

import numpy as np

from exporters.bundle.golden import Golden, Probe
from exporters.text.encoder import Encoded
from exporters.verify.subject import Subject


class ClassifierSubject(Subject):
    """One program file of a bundle that classifies."""

    @property
    def golden(self) -> Golden:
        golden = self.bundle.golden
        assert isinstance(golden, Golden), "the gates were picked by the task"
        return golden

    @cached_property
    def sentence_logits(self) -> np.ndarray:
        """(sentences, labels), as the program answers."""
        return np.stack([self.logits(s.encoded, 0) for s in self.golden.sentences])

    @cached_property
    def probe_logits(self) -> np.ndarray:
        """(probes, labels), as the program answers."""
        return np.stack([self.logits(p.encoded, p.padding) for p in self.golden.probes])

    @property
    def answers(self) -> np.ndarray:
        """(sentences and probes, labels), as the program answers."""
        return np.concatenate([self.sentence_logits, self.probe_logits])

    def logits(self, encoded: Encoded, padding: int) -> np.ndarray:
        """(labels,) for ids behind which ``padding`` pad ids stand, masked by 0."""
        inputs = encoded.arrays(self.bundle.manifest.text.pad_id, padding)
        return self.runner.run("forward", inputs)["logits"][0]


def described(probe: Probe) -> str:
    """A probe in words, for messages."""
    behind = f" and {probe.padding} pads" if probe.padding else ""
    return f"{len(probe.input_ids)} tokens{behind}"
