"""A bundle that translates, through any of its programs, as a phone does."""

from collections.abc import Sequence

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Decoding, Manifest, ProgramFile
from exporters.decode.model import StepModel
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.stateful import step_model
from exporters.errors import Refused
from exporters.text.handling import Handling
from exporters.text.translation import Translation, translated


class Translator:
    """The program of a format, with the search and the words of its bundle.

    ``settings``: of the search; None takes the manifest's.
    """

    def __init__(
        self, bundle: Bundle, format_name: str, settings: GenerationSettings | None = None
    ) -> None:
        manifest = bundle.manifest
        self.settings = settings or decoding_of(manifest).settings
        self.words = bundle.words
        self._longest = manifest.limits.longest
        self._model = loaded_model(bundle, manifest.program(format_name))

    def tokens(self, input_ids: Sequence[int]) -> list[int]:
        """The tokens for one source, from the start token on."""
        if len(input_ids) > self._longest:
            raise Refused(
                f"a source of {len(input_ids)} tokens was given, and the program takes "
                f"{self._longest}; split it at its sentences, or export for longer sources"
            )
        return translate(self._model, np.asarray(input_ids, np.int64), self.settings)

    def translate(self, text: str, handling: Handling | None = None) -> Translation:
        """A text of any length, sentence by sentence; its paragraphs stay."""
        return translated(text, self.words, self._longest, self.tokens, self.settings, handling)


def loaded_model(bundle: Bundle, file: ProgramFile) -> StepModel:
    """A program of a translator as a model to search with."""
    layout = decoding_of(bundle.manifest).layout
    states = any(method.states for method in file.methods)
    return step_model(bundle.runner(file.format), layout, states)


def decoding_of(manifest: Manifest) -> Decoding:
    """How a bundle's translations are searched for."""
    if manifest.decoding is None:
        raise Refused(
            f"the bundle {manifest.name!r} is of the task {manifest.task}, and does not translate"
        )
    return manifest.decoding
