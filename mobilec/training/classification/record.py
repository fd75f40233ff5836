"""What a training run of a classifier leaves beside its weights."""

from dataclasses import dataclass
from hashlib import sha256

from mobilec.training.classification.options import ClassificationOptions


@dataclass(frozen=True)
class ClassificationRecord:
    """``options`` are those of the run; files are named without their folders, and hashed.
    ``arithmetic``: why it has the one that the options name.

    ``seconds`` and ``steps`` count this process: after a resumed run, ``resumed_at`` says which
    steps came before. ``dev_accuracies`` has one figure an epoch; the last one is the model's.
    """

    options: dict[str, object]
    arithmetic: str
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


def hashes(options: ClassificationOptions) -> dict[str, str]:
    """sha256 of the files that decide the result: train, dev, and the weights begun with."""
    files = {"train": options.train, "dev": options.dev}
    weights = options.model / "model.safetensors"
    if weights.exists():
        files["model"] = weights
    return {name: sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
