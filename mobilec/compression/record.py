"""compression.json: what was done to a model, so that it can be rebuilt before it is filled."""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import CONFIG_MAPPING, PreTrainedConfig

from exporters.bundle.manifest import Source, Tool
from exporters.bundle.records import from_json
from exporters.errors import Refused
from mobilec.checkpoint.compressed import RECORD
from mobilec.compression.method import StepPlan

NAME = RECORD
SCHEMA = 1


@dataclass(frozen=True)
class Record:
    """``source``: the dense checkpoint that all began with, and ``config`` its config.json.

    ``steps``: all that was done to it, in order, also by earlier runs; the paths of a step are
    those of the model as it was before that step. ``sha256``: of the weight files beside it.
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
        kind = CONFIG_MAPPING[self.config["model_type"]]
        return kind.from_dict(dict(self.config))


def plain_config(config: PreTrainedConfig) -> dict[str, Any]:
    """What config.json says of a model, for a record."""
    content: dict[str, Any] = json.loads(config.to_json_string(use_diff=True))
    return content


def write_record(record: Record, folder: Path) -> None:
    """Writes compression.json into ``folder``."""
    text = json.dumps(record.to_json(), indent=1, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record | None:
    """The record beside a model; None for a dense one."""
    file = folder / NAME
    if not file.is_file():
        return None
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as broken:
        raise Refused(f"{file} is not JSON ({broken}); compress the model again") from broken
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise Refused(f"{file} has schema {schema!r}; this version of mobilec reads {SCHEMA}")
    record = from_json(Record, document, str(file))
    if record.config.get("model_type") not in CONFIG_MAPPING:
        raise Refused(f"{file} names the model type {record.config.get('model_type')!r}")
    return record
