"""Optuna's side: one study, what it is of, which trials count, and what was killed.

Trials are drawn by the tree-structured Parzen estimator (Bergstra et al. 2011), which learns from
those that broke the budget too (Watanabe and Hutter 2023); what PyTorch finds hopeless on a part of
the data ends there, by the median of those before (Golovin et al. 2017, section 3.2.2).
"""

import hashlib
import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import optuna
from optuna.exceptions import ExperimentalWarning
from optuna.storages import RDBStorage, RetryHeartbeatStaleTrialCallback
from optuna.trial import FrozenTrial, TrialState
from sqlalchemy.exc import SQLAlchemyError

from exporters.errors import Refused
from mobilec.searching.candidate import Figures
from mobilec.searching.options import SearchOptions
from mobilec.searching.space import Space

NAME = "mobilec"
SEARCH, STEPS, FIGURES, WHY, OVER = "search", "steps", "figures", "why", "over"
"""What a study, and a trial, keep beside what Optuna does."""
HEARTBEAT_S = 10
GRACE_S = 40
"""After which a trial that says nothing is taken for killed, and is tried again."""
UNKNOWN = (1.0,)
"""The excess of what was refused: as if it were twice too large."""
WARM_UP = 8
"""Trials that are drawn at random, and that nothing is compared with."""


@dataclass(frozen=True)
class Tried:
    """``figures``: None where it ended early, and ``why`` says so. ``over``: by which shares of
    itself the budget was exceeded, 0 or less where it holds."""

    number: int
    steps: Sequence[dict[str, Any]]
    figures: Figures | None
    why: str
    over: tuple[float, ...]

    @property
    def fits(self) -> bool:
        return self.figures is not None and max(self.over) <= 0


def opened_study(options: SearchOptions, space: Space) -> optuna.Study:
    """The study in the storage, new or as it was left. Refused: one of another search, and a
    storage that cannot be used."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        study = _study(options)
    except (SQLAlchemyError, RuntimeError, ImportError) as broken:
        reason = " ".join(str(broken).split())[:200]
        raise Refused(f"{options.where} cannot keep the trials: {reason}") from broken
    _claim(study, described(options, space), options.where)
    return study


def _study(options: SearchOptions) -> optuna.Study:
    with warnings.catch_warnings():
        # Of heartbeats and groups, which are so called since 2021.
        warnings.simplefilter("ignore", ExperimentalWarning)
        storage = RDBStorage(
            options.where,
            heartbeat_interval=HEARTBEAT_S,
            grace_period=GRACE_S,
            heartbeat_stale_trial_callback=RetryHeartbeatStaleTrialCallback(),
        )
        study = optuna.create_study(
            storage=storage,
            study_name=NAME,
            direction="maximize",
            pruner=optuna.pruners.MedianPruner(n_startup_trials=WARM_UP),
            load_if_exists=True,
        )
        study.sampler = optuna.samplers.TPESampler(
            seed=_seed(options, len(study.get_trials(deepcopy=False))),
            n_startup_trials=WARM_UP,
            multivariate=True,
            group=True,
            constraints_func=_over,
        )
        return study


def _seed(options: SearchOptions, trials: int) -> int:
    """Another one for a call that goes on, and for each worker of a common storage: what was drawn
    is not drawn again."""
    worker = os.getpid() if options.storage else 0
    return (options.seed + 1000 * trials + 1_000_000 * worker) % 2**31


def described(options: SearchOptions, space: Space) -> dict[str, Any]:
    """What makes a search the same one."""
    return {
        "model": options.model,
        "evaluation": _digest(options.evaluation),
        "data": options.data and _digest(options.data),
        "train": options.train,
        "space": space.document,
        "format": options.measured_format,
        "budget_bytes": options.budget_bytes,
        "latency": options.latency,
    }


def _digest(data: Any) -> str:
    files = [part for part in str(data).split(",") if part]
    total = hashlib.sha256()
    for file in files:
        with open(file, "rb") as opened:
            total.update(hashlib.file_digest(opened, "sha256").digest())
    return total.hexdigest()


def _claim(study: optuna.Study, search: dict[str, Any], where: str) -> None:
    begun = study.user_attrs.get(SEARCH)
    if begun is None:
        study.set_user_attr(SEARCH, search)
    elif begun != search:
        differ = [key for key in search if begun.get(key) != search[key]]
        raise Refused(
            f"{where} belongs to a search that differs in {', '.join(differ)}; repeat its options "
            "to go on with it, or give another -o or --storage"
        )


def _over(trial: FrozenTrial) -> Sequence[float]:
    """What Optuna takes for broken where it is above 0."""
    found: Sequence[float] = trial.user_attrs.get(OVER, UNKNOWN)
    return found


def over(options: SearchOptions, size: float, latency: float | None) -> tuple[float, ...]:
    """By which shares of themselves the bounds are exceeded."""
    found = []
    if options.budget_bytes is not None:
        found.append(size / options.budget_bytes - 1)
    if options.latency is not None and latency is not None:
        found.append(latency / options.latency - 1)
    return tuple(found) or (0.0,)


def tried(study: optuna.Study) -> tuple[Tried, ...]:
    """All trials that came to an end, in their order."""
    ended = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE, TrialState.PRUNED))
    return tuple(_tried(trial) for trial in ended if STEPS in trial.user_attrs)


def _tried(trial: FrozenTrial) -> Tried:
    kept = trial.user_attrs
    figures = Figures(**kept[FIGURES]) if FIGURES in kept else None
    why = kept.get(WHY, "" if figures else "ended early")
    return Tried(trial.number, kept[STEPS], figures, why, tuple(kept.get(OVER, UNKNOWN)))


def run(
    study: optuna.Study,
    objective: Callable[[optuna.Trial], float],
    trials: int,
    seconds: float | None,
) -> None:
    """Until so many trials have ended, or so many seconds are over."""

    def enough(found: optuna.Study, _: FrozenTrial) -> None:
        ended = tried(found)
        if len(ended) >= trials or _hopeless(ended):
            found.stop()

    if len(tried(study)) < trials and not _hopeless(tried(study)):
        study.optimize(objective, timeout=seconds, callbacks=[enough])


def _hopeless(ended: Sequence[Tried]) -> bool:
    """Whether every recipe so far was refused: more of the same space would be too."""
    refused = [each for each in ended if each.figures is None and each.over == UNKNOWN]
    return len(refused) == len(ended) >= WARM_UP
