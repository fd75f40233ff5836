"""Records of schema 1, in which a step named a method that knew how to rebuild the structure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel

from exporters.bundle.manifest import Source, Tool
from exporters.bundle.records import from_json
from mobilec.compressed.edits import Edit, Replace, Share
from mobilec.compressed.rebuild import build_, of_step, rebuilt
from mobilec.compressed.record import RECORD, Record
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compressed.words import word_edits
from mobilec.layers.cost import Cost
from mobilec.layers.shared_tucker import SharedTuckerLinear

SCHEMA = 1

_FEWER_WORDS = "embedding"
"""What a table became of which only the number of rows changed; ``rebuild`` has that."""

_GROUP = "group"
"""Among the sizes of a layer: whose factors it shares."""


@dataclass(frozen=True)
class _Seat:
    path: str
    layer: str
    sizes: dict[str, Any]
    before: Cost
    after: Cost
    note: str = ""

    def plan(self) -> SeatPlan:
        return SeatPlan(self.path, self.layer, self.before, self.after, self.note)


@dataclass(frozen=True)
class _Step:
    """``rebuild``: of words; empty where a step changed none."""

    method: str
    options: dict[str, Any]
    seats: tuple[_Seat, ...] = ()
    shared: tuple[_Seat, ...] = ()
    notes: tuple[str, ...] = ()
    rebuild: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Words:
    """Of each table in turn. ``config``: what else config.json says then."""

    words: tuple[int, ...]
    padding: tuple[int | None, ...]
    config: dict[str, Any]


@dataclass(frozen=True)
class _Record:
    """As ``mobilec.compressed.record.Record``, with steps of this schema."""

    schema: int
    tool: Tool
    source: Source
    config: dict[str, Any]
    steps: tuple[_Step, ...]
    sha256: str
    untied: tuple[str, ...] = ()


def upgraded(document: Any, of: type[PreTrainedModel], folder: Path) -> Record:
    """The record in ``folder``, with edits in its steps. What a step did to a vocabulary, only
    the model as it was then says: ``of`` is its class. Refused: a step that does not fit it."""
    where, source = str(folder / RECORD), str(folder)
    old = from_json(_Record, document, where)
    record = Record(old.tool, old.source, old.config, (), old.sha256, old.untied)
    steps = []
    with torch.device("meta"):
        model = rebuilt(of, record, source)
        for number, step in enumerate(old.steps, start=1):
            seats, shared = (tuple(each.plan() for each in s) for s in (step.seats, step.shared))
            with of_step(number, step.method, source):
                edits = tuple(_edits(model, step, where))
                build_(model, edits)
            steps.append(StepPlan(step.method, step.options, edits, seats, shared, step.notes))
    return replace(record, steps=tuple(steps))


def _edits(model: PreTrainedModel, step: _Step, where: str) -> Iterator[Edit]:
    if step.rebuild:
        words = from_json(_Words, step.rebuild, f"{where}, {step.method}, rebuild")
        yield from word_edits(model, words.words, words.padding, words.config)
    for seat in step.seats:
        if seat.layer != _FEWER_WORDS:
            sizes = {name: size for name, size in seat.sizes.items() if name != _GROUP}
            yield Replace(seat.path, seat.layer, sizes)
    for group in step.shared:
        held = (seat for seat in step.seats if seat.sizes.get(_GROUP) == group.path)
        paths = tuple(f"{s.path}.shared" for s in held if s.layer == SharedTuckerLinear.name)
        if len(paths) > 1:
            yield Share(paths)
