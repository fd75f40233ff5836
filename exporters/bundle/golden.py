"""golden.json: real inputs with the answers of the PyTorch model, checked before anything is timed.

Sentences are what a user would type. Probes are ids at the shortest, a middle and the longest
length, alone and behind padding; the answer to a padded probe is that to the same ids unpadded.
Where token types are read, each stands there once more without padding, all its types 0.
"""

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from exporters.errors import Refused
from exporters.tasks.names import CLASSIFICATION
from exporters.text.encoder import TYPES, Asked, Encoded, Encoder, parts

NAME = "golden.json"
SCHEMA = 1
LEAST_SENTENCES = 16

Logits = Callable[[Encoded], list[float]]
"""The reference: token ids without padding to the logits of the PyTorch model."""


class Document(Protocol):
    """The goldens of a task."""

    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Sentence:
    """``margin``: how far the best logit is above the second; a small one means undecided.
    ``pair``: the text beside ``text``, where pairs are labelled. ``token_type_ids``: of a program
    that reads them."""

    text: str
    input_ids: tuple[int, ...]
    logits: tuple[float, ...]
    label: str
    margin: float
    pair: str | None = None
    token_type_ids: tuple[int, ...] = ()

    @property
    def asked(self) -> Asked:
        return self.text if self.pair is None else (self.text, self.pair)

    @property
    def encoded(self) -> Encoded:
        return Encoded(self.input_ids, self.token_type_ids)


@dataclass(frozen=True)
class Probe:
    """``padding``: how many pad ids, masked by 0, stand behind ``input_ids``."""

    input_ids: tuple[int, ...]
    padding: int
    logits: tuple[float, ...]
    token_type_ids: tuple[int, ...] = ()

    @property
    def encoded(self) -> Encoded:
        return Encoded(self.input_ids, self.token_type_ids)


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
        cases = (*document["sentences"], *document["probes"])
        for case in cases:
            _drop_absent_(case)
        return {"schema": document.pop("schema"), **document}


def _drop_absent_(case: dict[str, Any]) -> None:
    """What only pairs have stands with pairs alone, so that older apps read all other goldens."""
    if case.get("pair") is None:
        case.pop("pair", None)
    if not case[TYPES]:
        case.pop(TYPES)


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
    encoder: Encoder,
    labels: Sequence[str],
    lengths: Lengths,
    tolerance: dict[str, float],
    texts: Sequence[Asked],
) -> Golden:
    """Asks the reference for every sentence and every probe. ``texts``: the sentences."""
    encoded = {each: encoder.encode(each) for each in texts}
    usable = {each: e for each, e in encoded.items() if len(e.ids) >= lengths.shortest}
    if len(usable) < LEAST_SENTENCES:
        raise Refused(
            f"the tokenizer makes {lengths.shortest} tokens or more of only {len(usable)} of "
            f"{len(encoded)} sentences; is it the tokenizer of this model?"
        )
    sentences = tuple(_sentence(a, e, logits(e), labels) for a, e in usable.items())
    probes = tuple(_probes(list(usable.values()), logits, lengths))
    return Golden(CLASSIFICATION, sentences, probes, tolerance)


def _sentence(
    asked: Asked, encoded: Encoded, logits: list[float], labels: Sequence[str]
) -> Sentence:
    second, best = np.sort(logits)[-2:]
    label = labels[int(np.argmax(logits))]
    text, pair = parts(asked)
    margin = float(best - second)
    return Sentence(text, encoded.ids, tuple(logits), label, margin, pair, encoded.types)


def _probes(encoded: list[Encoded], logits: Logits, lengths: Lengths) -> list[Probe]:
    """Real tokens, as many as the length wants, between the marks of a real sentence. Where types
    are read, the second half is of type 1."""
    longest = max((e.ids for e in encoded), key=len)
    words = [i for e in encoded for i in e.ids[1:-1]] * (1 + lengths.longest // 64)
    probes = []
    for length in lengths.probed():
        inner = (words * (1 + length // max(1, len(words))))[: max(0, length - 2)]
        ids = ([longest[0], *inner, longest[-1]])[:length]
        types = tuple(int(2 * at >= length) for at in range(length)) if encoded[0].types else ()
        answer = tuple(logits(Encoded(tuple(ids), types)))
        probes.append(Probe(tuple(ids), 0, answer, types))
        if length < lengths.longest:
            probes.append(Probe(tuple(ids), min(7, lengths.longest - length), answer, types))
        if types:
            plain = Encoded(tuple(ids), (0,) * length)
            probes.append(Probe(plain.ids, 0, tuple(logits(plain)), plain.types))
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
