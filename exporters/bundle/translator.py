"""A bundle that translates, through any of its programs, as a phone does."""

from collections.abc import Sequence
from functools import partial
from typing import TypeGuard

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.bundle.decoding import Decoding, ShortlistEntry, StateEntry
from exporters.bundle.manifest import Manifest, ProgramFile, Size
from exporters.decode.cached import CachedDecoder
from exporters.decode.model import StepModel
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.shortlisted import ShortlistedDecoder, output_of
from exporters.decode.state import HIDDEN, LOGITS, REPLACE, State, States
from exporters.decode.stateful import step_model
from exporters.errors import Refused
from exporters.runtime import Runner
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
        file = manifest.program(format_name)
        self._model = searched_model(bundle, file, bundle.runner(file.format))

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


def model_of(manifest: Manifest, file: ProgramFile, runner: Runner) -> StepModel:
    """A loaded program of a translator as a model that scores every word."""
    return step_model(runner, states_in(file, decoding_of(manifest)), _keeps_states(file))


def _keeps_states(file: ProgramFile) -> bool:
    return any(method.states for method in file.methods)


def _refuse_lacking(file: ProgramFile, decoding: Decoding) -> None:
    """Refuses names that a search goes by and no method has."""
    made: dict[str, set[str]] = {"encode": set(), "decode": set()}
    for method in file.methods:
        kind = made.setdefault(method.name.partition("_")[0], set())
        kind.update(tensor.name for tensor in method.outputs)
    new = () if _keeps_states(file) else (state.new for state in decoding.states)
    steps = (LOGITS, *new)
    wanted = {"encode": {*decoding.source}, "decode": {*steps}}
    # What a method gives is held by a gate; a manifest that says nothing of it is no contradiction.
    lacking = {name for kind in wanted if made[kind] for name in wanted[kind] - made[kind]}
    if lacking:
        raise Refused(
            f"{file.path} gives no {', '.join(sorted(lacking)):.200}, by which it is searched; "
            "export the bundle again"
        )


def _refuse_unknown_tokens(file: ProgramFile, settings: GenerationSettings) -> None:
    """Refuses tokens that the model does not have."""
    words = _words_said(file)
    unknown = [token for token in settings.named_tokens if words is not None and token >= words]
    if unknown:
        raise Refused(
            f"the search's settings name the token {unknown[0]}, and the program knows {words}; "
            "export the bundle again"
        )


def searched_model(bundle: Bundle, file: ProgramFile, runner: Runner) -> StepModel:
    """The model that a bundle's translations are searched with: by its shortlist, where it has
    one."""
    manifest = bundle.manifest
    listed = decoding_of(manifest).shortlist
    if listed is None:
        return model_of(manifest, file, runner)
    lists = bundle.word_lists(listed.path, words_of(file))
    if not _goes_around(file, listed):
        return ShortlistedDecoder(model_of(manifest, file, runner), lists, None)
    model = CachedDecoder(runner, states_in(file, decoding_of(manifest)), listed.method, HIDDEN)
    return ShortlistedDecoder(model, lists, partial(output_of, runner))


def words_of(file: ProgramFile) -> int:
    """How many words a step of a program scores."""
    size = _words_said(file)
    if size is None:
        raise Refused(f"{file.path} has no step with logits of words; export the bundle again")
    return size


def _words_said(file: ProgramFile) -> int | None:
    """The same, None where the manifest does not say."""
    outputs = [t for m in file.methods if m.name.partition("_")[0] == "decode" for t in m.outputs]
    size = next((t.shape[-1] for t in outputs if t.name == LOGITS and t.shape), None)
    return size if isinstance(size, int) else None


def _goes_around(file: ProgramFile, listed: ShortlistEntry) -> bool:
    """Whether a program has what a shortlist is looked up by, beside its last layer."""
    return {listed.method, listed.rows} <= {method.name for method in file.methods}


def states_in(file: ProgramFile, decoding: Decoding) -> States:
    """What the decoder of a file remembers, with the shapes that it has there.

    Whatever searches comes by here. Refused: shapes, names and tokens that the file does not have.
    """
    steps = [method for method in file.methods if method.name.partition("_")[0] == "decode"]
    shapes = {t.name: t.shape for method in steps for t in (*method.inputs, *method.states)}
    kept = []
    for state in decoding.states:
        shape = shapes.get(state.name, ())
        if not _fits(shape, state, decoding):
            raise Refused(
                f"{file.path} should keep {state.name} for {decoding.hypotheses} hypotheses of "
                f"{decoding.capacity} tokens, and its decode takes it as {list(shape)}; export the "
                "bundle again"
            )
        kept.append(State(state.name, state.new, shape, state.update))
    _refuse_unknown_tokens(file, decoding.settings)
    _refuse_lacking(file, decoding)
    return States(decoding.hypotheses, decoding.capacity, decoding.source, tuple(kept))


def _fits(
    shape: tuple[int | Size, ...], state: StateEntry, decoding: Decoding
) -> TypeGuard[tuple[int, ...]]:
    """Rows for every hypothesis, and of what is appended a place for every token."""
    sizes = [size for size in shape if isinstance(size, int) and size > 0]
    if len(sizes) < max(2, len(shape)) or decoding.hypotheses < 1:
        return False
    whole = state.update == REPLACE or sizes[1] >= decoding.capacity
    return whole and sizes[0] % decoding.hypotheses == 0


def decoding_of(manifest: Manifest) -> Decoding:
    """How a bundle's translations are searched for."""
    if manifest.decoding is None:
        raise Refused(
            f"the bundle {manifest.name!r} is of the task {manifest.task}, and does not translate"
        )
    return manifest.decoding
