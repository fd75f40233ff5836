"""What the command line calls things in each task."""

from dataclasses import dataclass

from exporters.task import CLASSIFICATION, TRANSLATION


@dataclass(frozen=True)
class Wording:
    """``same``: what the program shares with PyTorch on the goldens. ``quality``: what --eval
    measures. ``command``: runs a text through a bundle.
    """

    same: str
    quality: str
    command: str


WORDING = {
    CLASSIFICATION: Wording("same label", "accuracy", "classify"),
    TRANSLATION: Wording("same tokens", "BLEU and chrF", "translate"),
}
