"""What a training run leaves beside its weights, so that a figure can be traced to its making."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from mobilec.training.options import TrainingOptions

RECORD_FILE = "training.json"


@dataclass(frozen=True)
class TrainingRecord:
    """``options`` are those of the run; files are named without their folders, and hashed.

    ``seconds`` and ``steps`` count this process: after a resumed run, ``resumed_at`` says which
    steps came before. ``dev_accuracies`` has one figure an epoch; the last one is the model's.
    """

    options: dict[str, object]
    sha256: dict[str, str]
    dev_accuracy: float
    dev_accuracies: tuple[float, ...]
    dev_examples: int
    train_examples: int
    parameters: int
    steps: int
    resumed_at: int
    seconds: float
    versions: dict[str, str]

    def write(self, folder: Path) -> None:
        (folder / RECORD_FILE).write_text(json.dumps(asdict(self), indent=2) + "\n")


def described(options: TrainingOptions) -> dict[str, object]:
    """The options as JSON holds them. Paths lose their folders, which mean nothing elsewhere."""
    plain = {
        name: value.name if isinstance(value, Path) else value
        for name, value in asdict(options).items()
    }
    return json.loads(json.dumps(plain))


def hashes(options: TrainingOptions) -> dict[str, str]:
    """sha256 of the files that decide the result: train, dev, and the weights begun with."""
    files = {"train": options.train, "dev": options.dev}
    weights = options.model / "model.safetensors"
    if weights.exists():
        files["model"] = weights
    return {name: sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
