"""What a checkpoint was trained to do, and the class of transformers that does it."""

import transformers
from optimum.exporters.tasks import TasksManager
from transformers import PreTrainedConfig, PreTrainedModel

from exporters.errors import Refused
from exporters.families import own
from mobilec.tasks.registry import TASKS, task_of

AUTO = "auto"


def find_task(config: PreTrainedConfig, asked: str, source: str) -> str:
    """The task of a checkpoint; ``asked`` (a task or "auto") must agree with what it holds.

    Where config.json names no architecture, what was asked is believed: weights that do not fit
    it are refused when they are loaded.
    """
    if asked not in (AUTO, *TASKS):
        raise Refused(f"the task {asked!r} is not served; served are {_served()}")
    architectures = config.architectures
    if not architectures:
        return _believed(asked, source)
    found = _task_of(architectures[0], config, source)
    if found not in TASKS:
        raise Refused(
            f"{source} is a {architectures[0]}, which does {found}; served are {_served()}"
        )
    if asked not in (AUTO, found):
        raise Refused(
            f"{source} was asked for {asked}, but it is a {architectures[0]}, which does {found}"
        )
    return found


def model_class(config: PreTrainedConfig, task: str, source: str) -> type[PreTrainedModel]:
    """The class that does ``task`` for this model type, as transformers chooses it."""
    mapping = getattr(transformers, task_of(task).loader.auto)._model_mapping
    if type(config) not in mapping:
        raise Refused(
            f"{source} is a {config.model_type!r} model, and transformers "
            f"{transformers.__version__} has none of these for {task}"
        )
    found = mapping[type(config)]
    # Some model types have several classes; the first is the one that transformers falls back on.
    choices = found if isinstance(found, tuple) else (found,)
    named = (c for c in choices if c.__name__ in (config.architectures or ()))
    return next(named, choices[0])


def _believed(asked: str, source: str) -> str:
    if asked == AUTO:
        raise Refused(
            f"{source}/config.json names no architecture, so its task is unknown; say --task "
            f"({_served()})"
        )
    return asked


def _task_of(architecture: str, config: PreTrainedConfig, source: str) -> str:
    known = own.CLASSES.get(architecture) or getattr(transformers, architecture, None)
    if not (isinstance(known, type) and issubclass(known, PreTrainedModel)):
        raise Refused(_unknown_architecture(architecture, config, source))
    by_optimum = _optimum_task(known)
    for name, task in TASKS.items():
        known_by = task.loader
        if by_optimum == known_by.optimum or architecture.endswith(known_by.suffixes):
            return name
    return by_optimum or "something that has no task name"


def _optimum_task(architecture: type[PreTrainedModel]) -> str | None:
    try:
        return TasksManager.infer_task_from_model(architecture)
    except ValueError:
        return None


def _unknown_architecture(architecture: str, config: PreTrainedConfig, source: str) -> str:
    unknown = (
        f"{source} is a {architecture}, which transformers {transformers.__version__} does not have"
    )
    if getattr(config, "auto_map", None):
        return f"{unknown}: its code would have to be run; mobilec never does"
    return f"{unknown}; name the library's {config.model_type} class if it computes the same"


def _served() -> str:
    return ", ".join(TASKS)
