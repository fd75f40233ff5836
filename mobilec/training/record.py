"""What a training run leaves beside its weights, so that a figure can be traced to its making."""

import json
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

RECORD_FILE = "training.json"
RECORDED_PACKAGES = ("torch", "transformers", "accelerate", "tokenizers")


def described(options: Any) -> dict[str, object]:
    """The options as JSON holds them. Paths lose their folders, which mean nothing elsewhere."""
    return json.loads(json.dumps(asdict(options), default=lambda path: path.name))


def versions() -> dict[str, str]:
    """The libraries that decide the result, and their versions."""
    return {package: version(package) for package in RECORDED_PACKAGES}


def write_record(record: Any, folder: Path) -> None:
    """A record, which is a dataclass, as the JSON file beside the weights."""
    (folder / RECORD_FILE).write_text(json.dumps(asdict(record), indent=2) + "\n")
