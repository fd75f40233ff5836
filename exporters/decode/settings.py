"""How a translation is searched for: what a manifest carries for a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from exporters.errors import Refused

EARLY_STOPPING: tuple[bool | str, ...] = (True, False, "never")


@dataclass(frozen=True)
class Bias:
    """``added`` to the score of the last of ``tokens`` where the others came just before it."""

    tokens: tuple[int, ...]
    added: float


@dataclass(frozen=True)
class Decay:
    """Ends come sooner: with n tokens said after the start, n > ``start``, the score s of an end is
    s + |s| * (``factor`` ** (n - start) - 1). A factor under 1 puts them off."""

    start: int
    factor: float


@dataclass(frozen=True)
class GenerationSettings:
    """The settings of one search. Lengths count the start token, as transformers counts them.

    ``early_stopping``: True ends when ``num_beams`` translations are finished, False when the best
    unfinished one would not beat them if it ended now, "never" when it could not beat them at any
    length. ``no_repeat_ngram``: no n tokens in a row come twice; 0 allows it. ``bad_words``: rows
    of tokens that never come. ``forced_bos``: the first token after the start, for many-to-many
    models the language. ``forced_eos``: the last token where the limit is reached. ``suppress``:
    tokens that never come, ``begin_suppress``: that do not come first. ``renormalize``: scores are
    probabilities again after constraints took some tokens away.

    ``repetition_penalty``: scores of tokens that were said are divided by it where they are over 0
    and multiplied where they are under, before ``no_repeat_ngram``; ``encoder_repetition_penalty``:
    those of the source's tokens the other way round. ``encoder_no_repeat_ngram``: no n tokens in a
    row of the source are said; 0 allows it. ``sequence_bias``: of single tokens first. ``decay``:
    None for none. ``remove_invalid``: what is no number counts 0, and what is infinite (forbidden
    before ``suppress``, too) the largest or smallest number.
    """

    start_id: int
    eos_ids: tuple[int, ...]
    num_beams: int = 1
    length_penalty: float = 1.0
    early_stopping: bool | str = False
    min_length: int = 0
    max_length: int = 21
    no_repeat_ngram: int = 0
    bad_words: tuple[tuple[int, ...], ...] = ()
    forced_bos: int | None = None
    forced_eos: tuple[int, ...] = ()
    suppress: tuple[int, ...] = ()
    begin_suppress: tuple[int, ...] = ()
    renormalize: bool = False
    repetition_penalty: float = 1.0
    encoder_repetition_penalty: float = 1.0
    encoder_no_repeat_ngram: int = 0
    sequence_bias: tuple[Bias, ...] = ()
    decay: Decay | None = None
    remove_invalid: bool = False

    def __post_init__(self) -> None:
        if self.num_beams < 1:
            raise Refused(f"{self.num_beams} beams were asked for; the fewest are 1 (greedy)")
        if self.max_length < 2:
            raise Refused(f"max_length {self.max_length} leaves no token after the start")
        if self.early_stopping not in EARLY_STOPPING:
            raise Refused(f"early_stopping is {self.early_stopping!r}; it can be {EARLY_STOPPING}")
        for name in ("repetition_penalty", "encoder_repetition_penalty"):
            if not 0 < getattr(self, name) < inf:
                raise Refused(f"{name} is {getattr(self, name)}; it is a number over 0, 1 for none")

    @property
    def compares_source(self) -> bool:
        """Whether tokens of the source are looked for among those that are said."""
        return self.encoder_repetition_penalty != 1 or self.encoder_no_repeat_ngram > 0

    @property
    def named_tokens(self) -> tuple[int, ...]:
        """Every token that a setting names."""
        rows = (*self.bad_words, *(bias.tokens for bias in self.sequence_bias))
        first = () if self.forced_bos is None else (self.forced_bos,)
        alone = (self.start_id, *self.eos_ids, *first, *self.forced_eos)
        return (*alone, *self.suppress, *self.begin_suppress, *(t for row in rows for t in row))

    def fills(self, tokens: Sequence[int]) -> bool:
        """Whether a translation, from the start token on, ended because there was no room for more.

        A token that is forced where the limit is reached ends every such one; among those may be
        one that would have ended there by itself.
        """
        if len(tokens) < self.max_length:
            return False
        return bool(self.forced_eos) or tokens[-1] not in self.eos_ids

    def within(self, capacity: int) -> "GenerationSettings":
        """The same, with no more tokens after the start than a program has room for."""
        longest = min(self.max_length, capacity + 1)
        return replace(self, max_length=longest, min_length=min(self.min_length, longest))
