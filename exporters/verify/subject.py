"""What every gate looks at: one program of a bundle, loaded, read, and run over the goldens."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from exporters.backend import Reading, Runner, backend
from exporters.bundle.bundle import Bundle
from exporters.bundle.golden import Golden, Probe
from exporters.bundle.manifest import ProgramFile
from exporters.precision.rules import Precision
from exporters.verify.tolerance import TOLERANCES, Tolerance


@dataclass(frozen=True)
class Subject:
    """One program file of a bundle."""

    bundle: Bundle
    file: ProgramFile

    @property
    def format(self) -> str:
        return self.file.format

    @property
    def golden(self) -> Golden:
        golden = self.bundle.golden
        assert isinstance(golden, Golden), "the gates were picked by the task"
        return golden

    @property
    def precision(self) -> Precision:
        return Precision(self.file.precision)

    @property
    def tolerance(self) -> Tolerance:
        return TOLERANCES[self.precision]

    @cached_property
    def reading(self) -> Reading:
        return backend(self.format).read(self.bundle.folder / self.file.path)

    @cached_property
    def runner(self) -> Runner:
        return self.bundle.runner(self.format)

    @cached_property
    def sentence_logits(self) -> np.ndarray:
        """(sentences, labels), as the program answers."""
        return np.stack([self.logits(s.input_ids, 0) for s in self.golden.sentences])

    @cached_property
    def probe_logits(self) -> np.ndarray:
        """(probes, labels), as the program answers."""
        return np.stack([self.logits(p.input_ids, p.padding) for p in self.golden.probes])

    def logits(self, ids: tuple[int, ...], padding: int) -> np.ndarray:
        """(labels,) for ids behind which ``padding`` pad ids stand, masked by 0."""
        pad = self.bundle.manifest.text.pad_id
        inputs = {
            "input_ids": np.array([[*ids, *[pad] * padding]], np.int64),
            "attention_mask": np.array([[1] * len(ids) + [0] * padding], np.int64),
        }
        return self.runner.run("forward", inputs)["logits"][0]


def described(probe: Probe) -> str:
    """A probe in words, for messages."""
    behind = f" and {probe.padding} pads" if probe.padding else ""
    return f"{len(probe.input_ids)} tokens{behind}"
