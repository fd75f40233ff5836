"""compression.json: the edits that make a model of a dense one, and how they came about."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import CONFIG_MAPPING, PreTrainedConfig

from exporters.bundle.manifest import Source, Tool
from exporters.families import own
from mobilec.compressed.step import StepPlan

RECORD = "compression.json"
SCHEMA = 2


@dataclass(frozen=True)
class Record:
    """``source``: the dense checkpoint that all began with, and ``config`` its config.json.

    ``steps``: all that was done to it, in order, also by earlier runs: the edits of all steps make
    the model, and what else stands there is for people. ``sha256``: of the weight files beside it.
    ``untied``: output layers of the dense model that its configuration ties to a table, and that
    have a matrix of their own.
    """

    tool: Tool
    source: Source
    config: dict[str, Any]
    steps: tuple[StepPlan, ...]
    sha256: str
    untied: tuple[str, ...] = ()
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """The document, the schema first."""
        document = dataclasses.asdict(self)
        return {"schema": document.pop("schema"), **document}

    def dense_config(self) -> PreTrainedConfig:
        """The configuration of the dense model, as transformers holds it."""
        own.register()
        kind = CONFIG_MAPPING[self.config["model_type"]]
        return kind.from_dict(dict(self.config))


def plain_config(config: PreTrainedConfig) -> dict[str, Any]:
    """What config.json says of a model, for a record."""
    content: dict[str, Any] = json.loads(config.to_json_string(use_diff=True))
    return content


def write_record(record: Record, folder: Path) -> None:
    """Writes compression.json into ``folder``."""
    text = json.dumps(record.to_json(), indent=1, ensure_ascii=False)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")
