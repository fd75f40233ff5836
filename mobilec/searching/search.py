"""From a model and a budget to a recipe: candidates are drawn, measured and kept, until enough."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import optuna
import yaml

from exporters.errors import Refused, VerificationFailed
from exporters.formats import FACTS
from exporters.progress import Progress, Silent
from exporters.whole.file import write_whole
from mobilec.checkpoint.describe import describe
from mobilec.searching import study as studies
from mobilec.searching.candidate import Candidates, Figures
from mobilec.searching.chart import chart
from mobilec.searching.front import chosen, front, nearest
from mobilec.searching.options import SearchOptions
from mobilec.searching.result import SearchResult
from mobilec.searching.space import Space, read_space, space_file
from mobilec.searching.study import FIGURES, OVER, STEPS, WHY, Tried, opened_study, over, tried
from mobilec.tasks.registry import task_of

DOCUMENT, CHART, RECIPE = "search.json", "search.svg", "recipe.yaml"
SLACK = 1.05
"""A plan's bytes are those of the numbers alone: a program of so much more may still fit."""


def search(options: SearchOptions, progress: Progress | None = None) -> SearchResult:
    """Tries recipes until ``options.trials`` of them have ended, and writes search.json, a chart
    and the recipe that was chosen into ``options.output``.

    A call that was killed is gone on with when it is repeated; several, of one ``storage``, share
    the work. Raises ``Refused``: what a model, its data or the space do not have, a storage of
    another search; and, when all is written, where nothing keeps to the budget.
    """
    watcher = progress or Silent()
    if not FACTS[options.measured_format].runs_here:
        raise Refused(
            f"{options.measured_format} does not run on this machine, so neither time nor score "
            "can be measured; give another --format"
        )
    task = describe(options.model, options.task).task
    space = read_space(space_file(options.space or task_of(task).wording.command))
    options.output.mkdir(parents=True, exist_ok=True)
    study = opened_study(options, space)
    with TemporaryDirectory(prefix="mobilec-search-") as scratch:
        candidates = Candidates(options, Path(scratch), watcher)
        dense = candidates.dense_figures
        objective = _Objective(options, space, candidates, watcher)
        seconds = None if options.minutes is None else options.minutes * 60
        studies.run(study, objective, options.trials, seconds)
        headline = candidates.dense.measure.headline
    return _written(options, headline, dense, tried(study))


class _Objective:
    """One trial: drawn, planned, made, looked at, exported, measured."""

    def __init__(
        self, options: SearchOptions, space: Space, candidates: Candidates, progress: Progress
    ) -> None:
        self._options, self._space = options, space
        self._candidates, self._progress = candidates, progress

    def __call__(self, trial: optuna.Trial) -> float:
        steps = self._space.drawn(trial)
        trial.set_user_attr(STEPS, steps)
        with self._progress.stage(f"trial {trial.number + 1}"):
            try:
                figures = self._measured(trial, steps)
            except (Refused, VerificationFailed) as refused:
                raise _ended(trial, str(refused)) from refused
        trial.set_user_attr(FIGURES, figures.to_json())
        trial.set_user_attr(OVER, over(self._options, figures.bytes, figures.latency))
        return figures.score

    def _measured(self, trial: optuna.Trial, steps: list[dict[str, Any]]) -> Figures:
        if not steps:
            raise _ended(trial, "every step was left out: that is the dense model")
        planned = self._candidates.plan(steps).after.int8_bytes
        beyond = over(self._options, planned / SLACK, None)
        if max(beyond) > 0:
            trial.set_user_attr(OVER, beyond)
            raise _ended(trial, f"{planned:,} bytes are planned, more than the budget")
        folder = self._candidates.compressed(steps)
        trial.report(self._candidates.early(folder), 0)
        if trial.should_prune():
            trial.set_user_attr(OVER, over(self._options, planned, None))
            raise _ended(trial, "below the median of the others on a part of the data")
        return self._candidates.measured(folder)


def _ended(trial: optuna.Trial, why: str) -> optuna.TrialPruned:
    trial.set_user_attr(WHY, why)
    return optuna.TrialPruned(why)


def _written(
    options: SearchOptions, headline: str, dense: Figures, found: Sequence[Tried]
) -> SearchResult:
    best = chosen(found)
    recipe = options.output / RECIPE
    if best is not None:
        write_whole(_recipe(options, headline, best), recipe)
    result = SearchResult(
        folder=options.output,
        headline=headline,
        dense=dense,
        tried=tuple(found),
        front=tuple(each.number for each in front(found)),
        chosen=best,
        recipe=recipe if best is not None else None,
    )
    write_whole(_json(result), options.output / DOCUMENT)
    write_whole(chart(result, options.budget_bytes), options.output / CHART)
    if best is None:
        raise Refused(_nothing(options, found))
    return result


def _json(result: SearchResult) -> str:
    return json.dumps(result.to_json(), indent=1, ensure_ascii=False) + "\n"


def _recipe(options: SearchOptions, headline: str, best: Tried) -> str:
    """A recipe that ``mobilec compress`` takes."""
    figures = best.figures
    assert figures is not None
    says = (
        f"{headline} {figures.score:.4g} in {figures.bytes / 1e6:.2f} MB "
        f"({options.measured_format}, int8), {figures.latency:.2f} of the dense program's time"
    )
    document = {"reaches": says, "source": "mobilec search", "steps": list(best.steps)}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def _nothing(options: SearchOptions, found: Sequence[Tried]) -> str:
    best = nearest(found)
    if best is None or best.figures is None:
        reasons = {each.why for each in found}
        told = f"; the last of the reasons: {found[-1].why}" if reasons else ""
        return f"none of {len(found)} recipes could be measured{told}"
    return (
        f"none of {len(found)} recipes keeps to the budget; the nearest has "
        f"{best.figures.bytes / 1e6:.2f} MB, {best.figures.latency:.2f} of the time and a score of "
        f"{best.figures.score:.4g} (trial {best.number + 1} in {options.output / DOCUMENT}); give "
        "more --trials, another space or a larger budget"
    )
