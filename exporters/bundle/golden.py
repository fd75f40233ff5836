"""golden.json: real inputs with the answers of the PyTorch model, checked before anything is timed.

Sentences are what a user would type. Probes are ids at the shortest, a middle and the longest
length, alone and behind padding; the answer to a padded probe is that to the same ids unpadded.
"""

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from tokenizers import Tokenizer

from exporters.errors import Refused

NAME = "golden.json"
SCHEMA = 1
LEAST_SENTENCES = 16

Logits = Callable[[list[int]], list[float]]
"""The reference: token ids without padding to the logits of the PyTorch model."""


class Document(Protocol):
    """The goldens of a task."""

    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Sentence:
    """``margin``: how far the best logit is above the second; a small one means undecided."""

    text: str
    input_ids: tuple[int, ...]
    logits: tuple[float, ...]
    label: str
    margin: float


@dataclass(frozen=True)
class Probe:
    """``padding``: how many pad ids, masked by 0, stand behind ``input_ids``."""

    input_ids: tuple[int, ...]
    padding: int
    logits: tuple[float, ...]


@dataclass(frozen=True)
class Golden:
    """``tolerance``: format to the largest centred relative error over the sentences,
    |out - logits| / |logits - their mean|, that a runtime may show.
    """

    task: str
    sentences: tuple[Sentence, ...]
    probes: tuple[Probe, ...]
    tolerance: dict[str, float]
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        document = dataclasses.asdict(self)
        return {"schema": document.pop("schema"), **document}


@dataclass(frozen=True)
class Lengths:
    """The bounds of the program, in tokens."""

    shortest: int
    longest: int

    def probed(self) -> tuple[int, ...]:
        middle = (self.shortest + self.longest) // 2
        return tuple(sorted({self.shortest, middle, self.longest}))


def make_golden(
    logits: Logits,
    tokenizer: Tokenizer,
    labels: Sequence[str],
    lengths: Lengths,
    tolerance: dict[str, float],
    texts: Sequence[str],
) -> Golden:
    """Asks the reference for every sentence and every probe. ``texts``: the sentences."""
    cut = Tokenizer.from_str(tokenizer.to_str())
    cut.enable_truncation(lengths.longest)
    encoded = {text: cut.encode(text).ids for text in texts}
    usable = {text: ids for text, ids in encoded.items() if len(ids) >= lengths.shortest}
    if len(usable) < LEAST_SENTENCES:
        raise Refused(
            f"the tokenizer makes {lengths.shortest} tokens or more of only {len(usable)} of "
            f"{len(encoded)} sentences; is it the tokenizer of this model?"
        )
    sentences = tuple(_sentence(t, ids, logits(ids), labels) for t, ids in usable.items())
    probes = tuple(_probes(list(usable.values()), logits, lengths))
    return Golden("text-classification", sentences, probes, tolerance)


def _sentence(text: str, ids: list[int], logits: list[float], labels: Sequence[str]) -> Sentence:
    second, best = np.sort(logits)[-2:]
    label = labels[int(np.argmax(logits))]
    return Sentence(text, tuple(ids), tuple(logits), label, float(best - second))


def _probes(encoded: list[list[int]], logits: Logits, lengths: Lengths) -> list[Probe]:
    """Real tokens, as many as the length wants, between the marks of a real sentence."""
    longest = max(encoded, key=len)
    words = [i for ids in encoded for i in ids[1:-1]] * (1 + lengths.longest // 64)
    probes = []
    for length in lengths.probed():
        inner = (words * (1 + length // max(1, len(words))))[: max(0, length - 2)]
        ids = ([longest[0], *inner, longest[-1]])[:length]
        answer = tuple(logits(ids))
        probes.append(Probe(tuple(ids), 0, answer))
        if length < lengths.longest:
            probes.append(Probe(tuple(ids), min(7, lengths.longest - length), answer))
    return probes


def write_golden(golden: Document, folder: Path) -> None:
    """Writes golden.json into ``folder``, one sentence or probe a line."""
    entries = (f"{json.dumps(name)}: {_lines(value)}" for name, value in golden.to_json().items())
    text = "{\n" + ",\n".join(entries) + "\n}\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def _lines(value: Any) -> str:
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(_compact(item) for item in value) + "\n]"
    return _compact(value)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
