"""The part of run.json that holds instructions in place of times."""

from dataclasses import dataclass

from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import Place


@dataclass(frozen=True)
class CountedSentence:
    """One of the three sentences: the mean of its passes after the warm-ups.

    ``methods``: all calls of each together. ``per_token``: the mean call of a translator's decoder.
    ``least_cycles``: a bound of ``total``'s, and no time (``mobilec.arm.counting.bound``).
    """

    name: str
    text: str
    source_tokens: int
    target_tokens: int | None
    answer: str
    passes: int
    total: Counts
    methods: dict[str, Counts]
    per_token: Counts | None
    least_cycles: int | None


@dataclass(frozen=True)
class Counted:
    """``load``: the file and every method; ``first_answer``: that and the first sentence.
    ``difference``: the largest between passes of one sentence, as a share. ``places``: of the
    middle sentence.
    """

    processor: str
    int8: tuple[str, ...]
    by: str
    load: Counts
    first_answer: Counts
    sentences: tuple[CountedSentence, ...]
    difference: float
    places: tuple[Place, ...]

    def sentence(self, name: str) -> CountedSentence:
        """The short, middle or longest one."""
        return next(sentence for sentence in self.sentences if sentence.name == name)
