"""Batches of answers as files, so that a killed run goes on, and processes that make them."""

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import torch

from exporters.progress import Progress
from exporters.whole.file import write_whole
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.teaching.answers import Answer, Batch, Teacher
from mobilec.teaching.options import TeachOptions
from mobilec.teaching.sources import Sources


@dataclass(frozen=True)
class Parts:
    """``batches`` of sentences; what was said of each stands in a file in ``folder``."""

    folder: Path
    batches: tuple[Batch, ...]

    @property
    def left(self) -> list[int]:
        """Numbers of batches that nobody has searched yet."""
        return [at for at in range(len(self.batches)) if not self._file(at).is_file()]

    def write(self, at: int, answers: Sequence[Answer]) -> None:
        """Whole, or not at all."""
        write_whole(json.dumps([asdict(each) for each in answers]), self._file(at))

    def answers(self, sentences: int) -> list[Answer]:
        """All of them, by the numbers of the sentences."""
        found: list[Answer] = [Answer("", False)] * sentences
        for at, batch in enumerate(self.batches):
            read = json.loads(self._file(at).read_text(encoding="utf-8"))
            for sentence, answer in zip(batch, read, strict=True):
                found[sentence] = Answer(**answer)
        return found

    def _file(self, at: int) -> Path:
        return self.folder / f"batch-{at:06}.json"


def searched(
    parts: Parts, sources: Sources, options: TeachOptions, checkpoint: Checkpoint, watch: Progress
) -> None:
    """Searches every batch that is left. Each process computes on one thread, so that its sums, and
    with them its translations, do not depend on how many there are."""
    whole = len(parts.batches)
    for done, (at, answers) in enumerate(
        _answered(parts, sources, options, checkpoint), start=whole - len(parts.left) + 1
    ):
        parts.write(at, answers)
        watch.doing(f"{done:,} of {whole:,} batches, {len(sources.ids):,} sentences")


def _answered(
    parts: Parts, sources: Sources, options: TeachOptions, checkpoint: Checkpoint
) -> Iterator[tuple[int, list[Answer]]]:
    asked = {at: [sources.ids[s] for s in parts.batches[at]] for at in parts.left}
    if options.jobs == 1:
        with _one_thread():
            teacher = Teacher(checkpoint, options.beams)
            for at, ids in asked.items():
                yield at, teacher.answers(ids)
        return
    # A process that is forked while torch has threads may wait for ever.
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(options.jobs, start, _begin, (options,)) as pool:
        works = {pool.submit(_answer, ids): at for at, ids in asked.items()}
        try:
            for work in as_completed(works):
                yield works[work], work.result()
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


_OWN: list[Teacher] = []
"""That of a process, once it has begun."""


def _begin(options: TeachOptions) -> None:
    torch.set_num_threads(1)
    checkpoint = load(options.model, languages=options.languages)
    _OWN.append(Teacher(checkpoint, options.beams))


def _answer(ids: Sequence[Sequence[int]]) -> list[Answer]:
    return _OWN[0].answers(ids)
