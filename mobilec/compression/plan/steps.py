"""The steps of a recipe, one after the other: planned on a copy, or applied to the model."""

import copy
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import StepPlan
from mobilec.compression.method import Context, LayerError
from mobilec.compression.plan.costs import Totals, totals
from mobilec.compression.recipe.recipe import Step
from mobilec.compression.registry import SHORTENING, TRAINING, method_of
from mobilec.training.finetuning.sources import source_name

_DATA = ("train", "dev", "teacher")
"""Options that name a user's data, or model."""

Contexts = Callable[[int], Context]
"""The context of the step of a number, from 0, once the steps before it are done."""


@dataclass(frozen=True)
class PlannedStep:
    """``after``: what the whole model costs then."""

    plan: StepPlan
    after: Totals


@dataclass(frozen=True)
class AppliedStep:
    """``errors``: of the layers that were replaced. ``seconds``: with its planning."""

    plan: StepPlan
    errors: tuple[LayerError, ...]
    after: Totals
    seconds: float


def planned_(
    model: PreTrainedModel, steps: Sequence[Step], contexts: Contexts, progress: Progress
) -> tuple[PlannedStep, ...]:
    """What each step would do, exactly. ``model`` is changed: it is a plan's own.

    A step that must see weights or data is planned on the true result of those before it, and one
    that learns reads the words that they leave; where no later step does, the structure is enough,
    and nothing is decomposed.
    """
    seen = [n for n, step in enumerate(steps) if method_of(step.method).reads(step.options)]
    last = max(seen, default=0)
    found = []
    for number, step in enumerate(steps):
        with progress.stage(f"step {number + 1}: planning {step.method}"), _named(number, step):
            context, method = contexts(number), method_of(step.method)
            plan = method.plan(model, step.options, context)
            learns = any(later.method in TRAINING for later in steps[number + 1 :])
            if step.method not in TRAINING and (number < last or (number in seen and learns)):
                method.apply_(model, plan, context)
            else:
                rebuild_(model, plan.edits)
            model.config.save_pretrained(context.folder)
        found.append(PlannedStep(plan, totals(model)))
    return tuple(found)


def refuse_early(model: PreTrainedModel, steps: Sequence[Step], contexts: Contexts) -> None:
    """Plans what can be planned before the slow work, so that it is refused now; ``model`` is left
    as it is.

    That is every step up to one that must see what those before it made of the weights. Steps
    that train and replace nothing are looked at in any case.
    """
    structure, known = copy.deepcopy(model), True
    for number, step in enumerate(steps):
        method = method_of(step.method)
        known = known and not (number > 0 and method.reads(step.options))
        with _named(number, step):
            if known or step.method in TRAINING - SHORTENING:
                plan = method.plan(structure, step.options, contexts(number))
            if known:
                rebuild_(structure, plan.edits)


def applied_(
    model: PreTrainedModel, steps: Sequence[Step], contexts: Contexts, progress: Progress
) -> tuple[AppliedStep, ...]:
    """Does every step to ``model``, and keeps the configuration beside the words up to date."""
    done = []
    for number, step in enumerate(steps):
        begun = time.monotonic()
        with progress.stage(f"step {number + 1}: {step.method}"), _named(number, step):
            context, method = contexts(number), method_of(step.method)
            plan = method.plan(model, step.options, context)
            errors = method.apply_(model, plan, context)
            model.config.save_pretrained(context.folder)
        seconds = round(time.monotonic() - begun, 1)
        done.append(AppliedStep(_anywhere(plan), errors, totals(model), seconds))
    return tuple(done)


def _anywhere(plan: StepPlan) -> StepPlan:
    """The plan as it is kept: data by its name, as a folder of this machine means nothing."""
    data = {key: source_name(plan.options[key]) for key in _DATA if plan.options.get(key)}
    return replace(plan, options=plan.options | data) if data else plan


@contextmanager
def _named(number: int, step: Step) -> Iterator[None]:
    """A refusal says which step it is about."""
    try:
        yield
    except Refused as refused:
        raise Refused(f"step {number + 1} ({step.method}): {refused}") from refused


def work_folder(work: Path, number: int) -> Path:
    """Where the step of a number, from 0, keeps what must outlive a kill."""
    return work / f"step-{number + 1}"
