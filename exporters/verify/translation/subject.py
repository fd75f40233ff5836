"""A translator, run over the goldens."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from exporters.bundle.decoding import Decoding
from exporters.bundle.translation_golden import ForcedProbe, Translation, TranslationGolden
from exporters.bundle.translator import decoding_of, model_of, searched_model, words_of
from exporters.decode.cached import CachedDecoder
from exporters.decode.model import StepModel
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import states_of
from exporters.formats import FACTS
from exporters.text.word_lists import WordLists
from exporters.verify.subject import Subject

if TYPE_CHECKING:
    from exporters.program import Program

EVALUATED = 16
"""Sentences for a program that is evaluated (Core ML away from a Mac, ARM away from ARM): that
takes many times as long as running it, and what a program gets wrong shows in these as well."""
SEARCHED = 4
"""Of those, how many are searched for with beams, which take as many steps again for each."""


class TranslatorSubject(Subject):
    """One program file of a bundle that translates."""

    @property
    def golden(self) -> TranslationGolden:
        golden = self.bundle.golden
        assert isinstance(golden, TranslationGolden), "the gates were picked by the task"
        return golden

    @property
    def decoding(self) -> Decoding:
        return decoding_of(self.bundle.manifest)

    @property
    def greedy_settings(self) -> GenerationSettings:
        """Those of the manifest with one beam; scores that add up to 1 have the same order."""
        return replace(self.decoding.settings, num_beams=1, renormalize=False)

    @property
    def sentences(self) -> tuple[Translation, ...]:
        """The golden sentences that are run one token at a time."""
        return self.golden.sentences[: EVALUATED if self._evaluated else None]

    @property
    def searched(self) -> tuple[Translation, ...]:
        """The golden sentences that are searched for with beams."""
        return self.golden.sentences[: SEARCHED if self._evaluated else None]

    @property
    def _evaluated(self) -> bool:
        return not FACTS[self.format].runs_here or self.bundle.elsewhere is not None

    @cached_property
    def model(self) -> StepModel:
        """Scores every word."""
        return model_of(self.bundle.manifest, self.file, self.runner)

    @cached_property
    def searched_model(self) -> StepModel:
        """What translations are searched with, which is another where there is a shortlist."""
        if self.decoding.shortlist is None:
            return self.model
        return searched_model(self.bundle, self.file, self.runner)

    def run_by(self, program: "Program") -> "Subject":
        """See ``Subject.run_by``. What it keeps between steps is the program's own."""
        twin = super().run_by(program)
        twin.__dict__["model"] = CachedDecoder(twin.runner, states_of(program))
        return twin

    @cached_property
    def probe_logits(self) -> tuple[np.ndarray, ...]:
        """Of each probe (positions, vocabulary), as the program answers."""
        return tuple(self.forced(probe) for probe in self.golden.probes)

    @property
    def answers(self) -> np.ndarray:
        """(positions of all probes, kept ids), as the program answers."""
        return np.concatenate([self.kept(logits) for logits in self.probe_logits])

    def translated(self, model: StepModel) -> list[list[int]]:
        """The tokens of the sentences that are searched for, with the manifest's settings."""
        sources = (np.array(sentence.input_ids, np.int64) for sentence in self.searched)
        return [translate(model, ids, self.decoding.settings) for ids in sources]

    @cached_property
    def said(self) -> list[list[int]]:
        """Those of the bundle's own search."""
        return self.translated(self.searched_model)

    @cached_property
    def word_lists(self) -> WordLists:
        """The bundle's shortlist."""
        listed = self.decoding.shortlist
        assert listed is not None, "asked where there is one"
        return self.bundle.word_lists(listed.path, words_of(self.file))

    def forced(self, probe: ForcedProbe, model: StepModel | None = None) -> np.ndarray:
        """(positions, vocabulary): the logits after the forced tokens at the probe's positions.
        ``model``: another than the one that scores every word."""
        model = model or self.model
        pad = self.bundle.manifest.text.pad_id
        mask = [1] * len(probe.input_ids) + [0] * probe.padding
        model.encode(
            np.array([*probe.input_ids, *[pad] * probe.padding], np.int64),
            np.array(mask, np.int64),
        )
        steps = (model.step(np.array([t]), at)[0].copy() for at, t in enumerate(probe.forced))
        kept = set(probe.positions)
        return np.stack([logits for at, logits in enumerate(steps) if at in kept])

    def kept(self, logits: np.ndarray) -> np.ndarray:
        """(positions, kept ids) of (positions, vocabulary)."""
        return logits[:, list(self.golden.vocabulary)]


def described(probe: ForcedProbe) -> str:
    """A probe in words, for messages."""
    behind = f" and {probe.padding} pads" if probe.padding else ""
    return f"{len(probe.input_ids)} tokens{behind}, {len(probe.forced)} forced"


def spread(golden: TranslationGolden) -> float:
    """How far PyTorch's kept logits usually are from their mean over all steps: the length of the
    difference, of all kept ids together."""
    logits = np.concatenate([np.array(probe.logits) for probe in golden.probes])
    return float(np.linalg.norm(logits - logits.mean(axis=0), axis=1).mean())
