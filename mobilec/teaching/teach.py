"""Sequence-level distillation: a teacher's translations as what a student learns from.

    L = - sum_t log p(y_t | y_<t, x)        y = the teacher's own translation of x, by beam search

(Kim and Rush, Sequence-Level Knowledge Distillation, EMNLP 2016, section 3.2.) Here is y made, of
sources alone: no reference is read. ``finetune`` and ``distill`` learn from the file.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.whole.file import write_whole
from mobilec.checkpoint.load import load
from mobilec.evaluation.parallel import SOURCE, TARGET
from mobilec.teaching.answers import Answer, batches
from mobilec.teaching.filters import REASONS, why_not
from mobilec.teaching.options import TeachOptions
from mobilec.teaching.parts import Parts, searched
from mobilec.teaching.sources import Sources, read_sources
from mobilec.training.resume import alone, claim


@dataclass(frozen=True)
class TeachResult:
    """What a teacher was asked, and what came of it.

    ``lines``: of the texts. ``sentences``: in them, each once; ``again``: those that had come
    before. ``pairs``: in the file. ``left_aside``: how many are not, by the reason."""

    path: Path
    lines: int
    sentences: int
    again: int
    pairs: int
    left_aside: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"path": str(self.path)}


def teach(options: TeachOptions, progress: Progress | None = None) -> TeachResult:
    """Writes `options.output`, whole or not at all. A run that was killed goes on when it is
    repeated, with any number of jobs, and ends with the same file.

    Raises ``Refused``: no translator, no sentences, a file that is there already, a work folder of
    another run.
    """
    watch = progress or Silent()
    if options.output.exists() and not options.overwrite:
        raise Refused(f"{options.output} is there already; --overwrite replaces it")
    with watch.stage("read"):
        checkpoint = load(options.model, languages=options.languages)
        if checkpoint.text is None:
            raise Refused(
                f"{options.model} does {checkpoint.task}: a teacher of this is a translator"
            )
        sources = read_sources(options.texts, checkpoint.text.words, options.longest)
    parts = Parts(options.work, batches([*map(len, sources.ids)], options.batch_pieces))
    with watch.stage("translate"), alone(options.work):
        claim(options.work, _run(options, checkpoint.digest, sources))
        searched(parts, sources, options, checkpoint, watch)
    with watch.stage("write"):
        result, lines = _lessons(options, sources, parts.answers(len(sources.ids)))
        write_whole("".join(lines), options.output)
        rmtree(options.work)
    return result


def _run(options: TeachOptions, digest: str, sources: Sources) -> dict[str, Any]:
    """What decides the translations; filters come after them, and jobs change nothing."""
    asked = {name: getattr(options, name) for name in ("beams", "batch_pieces", "longest")}
    told = {"languages": json.loads(json.dumps(asdict(options.languages)))}
    return asked | told | {"model": digest, "sources": sources.sha256}


def _lessons(
    options: TeachOptions, sources: Sources, answers: list[Answer]
) -> tuple[TeachResult, Iterator[str]]:
    left: Counter[str] = Counter({reason: 0 for reason in REASONS})
    lines = [f"{SOURCE}\t{TARGET}\n"]
    for source, answer in zip(sources.sentences, answers, strict=True):
        said = " ".join(answer.text.split())
        if (reason := why_not(source, said, answer.ended, options.ratio)) is not None:
            left[reason] += 1
        else:
            lines.append(f"{source}\t{said}\n")
    pairs = len(lines) - 1
    if not pairs:
        raise Refused(
            f"{options.model} made no translation to learn from: {_told(left)}; is it a translator "
            "of this language?"
        )
    kept = len(sources.sentences)
    found = TeachResult(options.output, sources.lines, kept, sources.again, pairs, dict(left))
    return found, iter(lines)


def _told(left: Counter[str]) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in left.items() if count)
