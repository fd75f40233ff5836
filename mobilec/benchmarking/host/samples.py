"""Timed passes of one sentence as the series of run.json."""

from collections.abc import Callable, Iterable, Sequence

from mobilec.benchmarking.host.timed import Call
from mobilec.benchmarking.host.workload import Pass
from mobilec.benchmarking.join import tokens_per_second
from mobilec.benchmarking.run import Sentence, Series, TranslationTimes

DIGITS = 4
"""Of a millisecond: a tenth of a microsecond, finer than any clock here."""


def sentence(name: str, text: str, passes: Sequence[Pass]) -> Sentence:
    """All passes of one sentence."""
    first = passes[0]
    run_ms = _each(passes, lambda one: one.run_ms)
    methods = dict.fromkeys(call.method for one in passes for call in one.calls)
    return Sentence(
        name=name,
        text=text,
        source_tokens=first.source_tokens,
        target_tokens=first.target_tokens,
        answer=first.answer,
        total_ms=_each(passes, lambda one: one.total_ms),
        tokenize_ms=_each(passes, lambda one: one.tokenize_ms),
        run_ms=run_ms,
        detokenize_ms=_each(passes, lambda one: one.detokenize_ms),
        methods={method: series(_calls(passes, method)) for method in methods},
        translation=_translation(passes, run_ms),
    )


def series(samples: Iterable[float]) -> Series:
    return Series.of(tuple(round(sample, DIGITS) for sample in samples))


def _each(passes: Sequence[Pass], of: Callable[[Pass], float]) -> Series:
    return series(of(one) for one in passes)


def _calls(passes: Sequence[Pass], method: str) -> Iterable[float]:
    return (c.milliseconds for one in passes for c in one.calls if c.method == method)


def _translation(passes: Sequence[Pass], run_ms: Series) -> TranslationTimes | None:
    if passes[0].target_tokens is None:
        return None
    steps = [[c for c in one.calls if c.method == "decode"] for one in passes]
    return TranslationTimes(
        encode_ms=series(_calls(passes, "encode")),
        first_token_ms=series(
            1000 * (s[0].ended_s - one.ids_at_s) for s, one in zip(steps, passes, strict=True)
        ),
        # A translation of one step has no time between steps: its only step stands for it.
        per_token_ms=series(_between(steps) or _calls(passes, "decode")),
        tokens_per_second=tokens_per_second(passes[0].target_tokens, run_ms),
    )


def _between(steps: Sequence[Sequence[Call]]) -> list[float]:
    pairs = (pair for each in steps for pair in zip(each, each[1:], strict=False))
    return [1000 * (after.ended_s - before.ended_s) for before, after in pairs]
