"""What a training run of a translation model leaves beside its weights."""

from dataclasses import dataclass
from hashlib import sha256

from mobilec.training.translation.options import TranslationOptions


@dataclass(frozen=True)
class Measured:
    """Dev figures: ``loss`` in nats a piece, ``chrf`` (0 to 100) of greedy translations."""

    loss: float
    chrf: float


@dataclass(frozen=True)
class TranslationRecord:
    """``options`` are those of the run; files are named without their folders, and hashed.
    ``arithmetic``: why it has the one that the options name.

    ``by_step`` has the dev figures of each checkpoint, ``by_average`` those of the mean weights of
    the last 1, 2, 3 ... checkpoints; the model has ``averaged`` of them. ``seconds`` and ``steps``
    count this process: after a resumed run, ``resumed_at`` says which steps came before.
    ``train_pairs`` are those of each text after tidying.
    """

    options: dict[str, object]
    arithmetic: str
    sha256: dict[str, str]
    averaged: int
    dev_loss: float
    dev_chrf: float
    by_step: dict[int, Measured]
    by_average: dict[int, Measured]
    dev_pairs: int
    train_pairs: tuple[int, ...]
    epochs: int
    parameters: int
    steps: int
    resumed_at: int
    seconds: float
    versions: dict[str, str]


def hashes(options: TranslationOptions) -> dict[str, str]:
    """sha256 of the text that decides the result. The folder goes along: names repeat."""
    corpora = [file for corpus in (*options.train, options.dev) for file in corpus.files]
    return {
        f"{file.parent.name}/{file.name}": sha256(file.read_bytes()).hexdigest()
        for file in (*corpora, *options.held_out)
    }
