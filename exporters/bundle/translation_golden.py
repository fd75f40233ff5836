"""The goldens of a translator: sentences with their tokens, and forced tokens with their logits.

Tokens alone prove little: a model that repeats one word would hide a cache that is wrong. So the
probes force random tokens, up to the last one that the cache has room for, at the shortest, a
middle and the longest source, alone and behind padding. Of their logits a fixed part is kept.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from exporters.bundle.golden import LEAST_SENTENCES, SCHEMA, Lengths
from exporters.decode.settings import GenerationSettings
from exporters.errors import Refused
from exporters.tasks.names import TRANSLATION
from exporters.text.words import Words

MOST_SENTENCES = 32
FALLBACK = "en"
STEPS = 4
"""Tokens that a probe forces; one probe forces as many as the cache has room for."""
KEPT_POSITIONS = 20
KEPT_IDS = 64
PADDING = 7
ROWS = 32
"""Rows kept of each table, by their first numbers and their length."""
HEAD = 16


@dataclass(frozen=True)
class Generated:
    """``tokens``: from the start token on. ``leads``: how far the score of each token after it is
    above the second best; one near 0 was hardly decided.
    """

    tokens: tuple[int, ...]
    leads: tuple[float, ...]


class Reference(Protocol):
    """The PyTorch model, as ``StockTranslator`` is one."""

    def greedy(self, input_ids: Sequence[int]) -> Generated: ...

    def searched(self, input_ids: Sequence[int]) -> tuple[int, ...]: ...

    def logits(self, input_ids: Sequence[int], forced: Sequence[int]) -> np.ndarray: ...

    def rows(self, method: str, ids: Sequence[int]) -> np.ndarray: ...


@dataclass(frozen=True)
class Translation:
    """``greedy``: the tokens with one beam, ``leads`` of each after the start token (how far its
    score is above the second best). ``searched``: the tokens with the settings of the manifest,
    ``translation``: what they say.
    """

    text: str
    input_ids: tuple[int, ...]
    greedy: tuple[int, ...]
    leads: tuple[float, ...]
    searched: tuple[int, ...]
    translation: str


@dataclass(frozen=True)
class ForcedProbe:
    """``padding``: how many pad ids, masked by 0, stand behind ``input_ids``. ``forced``: the
    tokens that the steps are given. ``logits``: after those at ``positions``, of the golden's
    ``vocabulary``; ``best``: the likeliest of all ids there, ``leads`` by how much.
    """

    input_ids: tuple[int, ...]
    padding: int
    forced: tuple[int, ...]
    positions: tuple[int, ...]
    logits: tuple[tuple[float, ...], ...]
    best: tuple[int, ...]
    leads: tuple[float, ...]


@dataclass(frozen=True)
class Row:
    """A row of the table in which ``method`` looks up ``id``: numbers from ``column`` on, before
    which all are zero, and the root of the sum of the squares of all."""

    method: str
    id: int
    head: tuple[float, ...]
    norm: float
    column: int = 0


@dataclass(frozen=True)
class TranslationGolden:
    """``language``: of the sentences. ``tolerance``: format to the largest centred relative error
    over all kept logits, |out - logits| / |logits - their mean|, that a runtime may show.
    """

    task: str
    language: str
    sentences: tuple[Translation, ...]
    vocabulary: tuple[int, ...]
    probes: tuple[ForcedProbe, ...]
    rows: tuple[Row, ...]
    tolerance: dict[str, float]
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        document = dataclasses.asdict(self)
        return {"schema": document.pop("schema"), **document}


@dataclass(frozen=True)
class GoldenOptions:
    """What the goldens must cover. ``lengths``: of the source, in tokens. ``capacity``: of the
    program, in tokens of a translation. ``language``: of the source, as the sentences' lists are
    named. ``texts``: real sentences of the user's, if any.
    """

    lengths: Lengths
    capacity: int
    settings: GenerationSettings
    language: str
    pad_id: int
    tolerance: dict[str, float]
    texts: tuple[str, ...] = ()


def shipped_sentences(language: str) -> tuple[str, tuple[str, ...]]:
    """(their language, sentences): in ``language`` where there is a list, else in English."""
    folder = Path(__file__).parent
    there = folder / f"sentences-{language}.txt"
    found = language if there.is_file() else FALLBACK
    text = (folder / f"sentences-{found}.txt").read_text(encoding="utf-8")
    return found, tuple(text.splitlines())


def make_translation_golden(
    reference: Reference, words: Words, options: GoldenOptions
) -> TranslationGolden:
    """Asks the reference for every sentence and every probe."""
    language, shipped = shipped_sentences(options.language)
    texts = options.texts or shipped
    encoded = _fitting(texts, words.ids, options.lengths)
    sentences = tuple(_translation(reference, words, text) for text in encoded)
    size = reference.logits(sentences[0].input_ids, [options.settings.start_id]).shape[1]
    vocabulary = _vocabulary(size, sentences, options.settings)
    forced = _forced(size, options)
    probes = tuple(
        _probe(reference, ids, padding, forced[:steps], vocabulary)
        for ids, padding, steps in _asked(list(encoded.values()), words.ids(""), options)
    )
    return TranslationGolden(
        task=TRANSLATION,
        language=options.language if options.texts else language,
        sentences=sentences,
        vocabulary=vocabulary,
        probes=probes,
        rows=tuple(_rows(reference, sentences)),
        tolerance=dict(options.tolerance),
    )


def _fitting(
    texts: Sequence[str], encode: Callable[[str], list[int]], lengths: Lengths
) -> dict[str, list[int]]:
    """Text to ids. What is too long for the program loses words at its end."""
    found: dict[str, list[int]] = {}
    for text in texts:
        words = text.split(" ")
        while words and len(ids := encode(" ".join(words))) > lengths.longest:
            words.pop()
        if words and len(found) < MOST_SENTENCES:
            found[" ".join(words)] = ids
    if len(found) < LEAST_SENTENCES:
        raise Refused(
            f"of {len(texts)} sentences only {len(found)} fit into {lengths.longest} tokens, and "
            f"{LEAST_SENTENCES} are needed to prove a translator; export it for longer sources"
        )
    return found


def _translation(reference: Reference, words: Words, text: str) -> Translation:
    ids = words.ids(text)
    greedy, searched = reference.greedy(ids), reference.searched(ids)
    leads = tuple(rounded(lead) for lead in greedy.leads)
    return Translation(text, tuple(ids), greedy.tokens, leads, searched, words.text(searched))


def _vocabulary(
    size: int, sentences: Sequence[Translation], settings: GenerationSettings
) -> tuple[int, ...]:
    """Ids whose logits are kept: the ends, what was said, and random ones to fill up."""
    said = dict.fromkeys((*settings.eos_ids, *(t for s in sentences for t in s.greedy)))
    random = np.random.default_rng(size).permutation(size).tolist()
    return tuple(sorted(list(dict.fromkeys((*list(said)[: KEPT_IDS // 2], *random)))[:KEPT_IDS]))


def _asked(
    encoded: list[list[int]], empty: list[int], options: GoldenOptions
) -> Iterator[tuple[list[int], int, int]]:
    """Source, padding and number of forced tokens of each probe."""
    lengths, capacity = options.lengths, options.capacity
    few = min(STEPS, capacity)
    middle = (lengths.shortest + lengths.longest) // 2
    sources = [_source(encoded, length) for length in lengths.probed()]
    for ids in sources:
        length = len(ids)
        yield ids, 0, capacity if length == middle else few
        if length < lengths.longest:
            yield ids, min(PADDING, lengths.longest - length), few
    if 0 < len(empty) <= lengths.longest and empty not in sources:
        yield empty, 0, few


def _source(encoded: list[list[int]], length: int) -> list[int]:
    """Real tokens, as many as asked for, and the last of a sentence, which marks its end."""
    longest = max(encoded, key=len)
    words = [i for ids in encoded for i in ids[1:-1]] or longest
    inner = [longest[0], *words * (1 + length // len(words))]
    return [*inner[: length - 1], longest[-1]]


def _forced(vocabulary: int, options: GoldenOptions) -> list[int]:
    """The start token and random ones; every probe forces the first of them.

    No padding: stock models take it for no token at all.
    """
    random = np.random.default_rng(options.capacity)
    ids = random.integers(1, vocabulary, options.capacity - 1)
    return [options.settings.start_id, *((ids + options.pad_id) % vocabulary).tolist()]


def _probe(
    reference: Reference,
    ids: list[int],
    padding: int,
    forced: list[int],
    vocabulary: tuple[int, ...],
) -> ForcedProbe:
    positions = _positions(len(forced))
    logits = reference.logits(ids, forced)[list(positions)]
    second, best = np.sort(logits, axis=1)[:, -2:].T
    return ForcedProbe(
        input_ids=tuple(ids),
        padding=padding,
        forced=tuple(forced),
        positions=positions,
        logits=tuple(tuple(rounded(x) for x in row) for row in logits[:, list(vocabulary)]),
        best=tuple(logits.argmax(axis=1).tolist()),
        leads=tuple(rounded(lead) for lead in best - second),
    )


def _positions(steps: int) -> tuple[int, ...]:
    """The first few, the last, and some in between."""
    spread = np.linspace(0, steps - 1, KEPT_POSITIONS).round().astype(int).tolist()
    return tuple(sorted({*range(min(STEPS, steps)), *spread}))


def _rows(reference: Reference, sentences: Sequence[Translation]) -> Iterator[Row]:
    """Rows that the sentences look up, in the table of either method."""
    used = {
        "encode": [i for s in sentences for i in s.input_ids],
        "decode": [i for s in sentences for i in s.greedy],
    }
    for method, ids in used.items():
        chosen = sorted(set(ids))[:: max(1, len(set(ids)) // ROWS)][:ROWS]
        for at, row in zip(chosen, reference.rows(method, chosen), strict=True):
            column = int(np.flatnonzero(row)[0]) if row.any() else 0
            head = tuple(rounded(x) for x in row[column : column + HEAD])
            yield Row(method, at, head, rounded(float(np.linalg.norm(row))), column)


def rounded(number: float) -> float:
    """Six digits: a file that people can open, and finer than any tolerance."""
    return float(f"{number:.6g}")
