"""The words that tell a T5 which task to do: read from config.json, or asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedConfig

from exporters.errors import Refused
from mobilec.checkpoint.translation.languages import Languages

_TASK = re.compile(r"translation_([A-Za-z]+)_to_([A-Za-z]+)")
_GENERATION = ("num_beams", "early_stopping", "max_length", "min_length", "length_penalty")


@dataclass(frozen=True)
class Told:
    """``generation``: settings of the search that belong to the task."""

    prefix: str
    source_language: str | None
    target_language: str | None
    generation: dict[str, Any]


def find_prefix(config: PreTrainedConfig, asked: Languages, source: str) -> Told:
    """The translation of ``task_specific_params`` that the languages name.

    A checkpoint without any gets what was asked for, and no prefix if nothing was. Refused: several
    translations and none named, languages that none of them has.
    """
    tasks = _translations(config)
    if asked.prefix is not None or not tasks:
        return Told(asked.prefix or "", asked.source, asked.target, {})
    fitting = {pair: task for pair, task in tasks.items() if _agrees(pair, asked)}
    if len(fitting) == 1:
        pair, task = next(iter(fitting.items()))
        own = {name: task[name] for name in _GENERATION if name in task}
        return Told(str(task.get("prefix") or ""), *pair, own)
    pairs = ", ".join(f"{a} to {b}" for a, b in tasks)
    problem = "name one" if fitting else f"{asked.source} to {asked.target} is none of them"
    raise Refused(
        f"{source} was trained for {len(tasks)} translations ({pairs}): {problem}; use "
        f"--source-lang and --target-lang, or --prefix with the words that it was trained with"
    )


def _translations(config: PreTrainedConfig) -> dict[tuple[str, str], Mapping[str, Any]]:
    tasks = getattr(config, "task_specific_params", None) or {}
    named = ((_TASK.fullmatch(name), task) for name, task in tasks.items())
    return {(found[1], found[2]): task for found, task in named if found}


def _agrees(pair: tuple[str, str], asked: Languages) -> bool:
    return asked.source in (None, pair[0]) and asked.target in (None, pair[1])
