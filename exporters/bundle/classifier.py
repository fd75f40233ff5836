"""A bundle that classifies, through any of its programs, as a phone does."""

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.text.encoder import Asked, Encoder


class Classifier:
    """The program of a format, with the tokenizer of its bundle."""

    def __init__(self, bundle: Bundle, format_name: str, encoder: Encoder | None = None) -> None:
        """``encoder``: None takes the bundle's."""
        self.encoder = encoder or bundle.encoder
        self._labels = len(bundle.manifest.text.labels)
        self._format, self._runner = format_name, bundle.runner(format_name)

    def logits(self, asked: Asked) -> np.ndarray:
        """(labels,) of a text, or of a text and its pair; what is too long is cut."""
        answers = self._runner.run("forward", self.encoder.encode(asked).arrays())
        found = answers.get("logits", np.zeros((1, 0)))[0]
        if found.shape != (self._labels,):
            raise Refused(
                f"the {self._format} program answers {list(answers)}, and the manifest promises "
                f"logits of {self._labels} labels; export the bundle again"
            )
        if not np.isfinite(found).all():
            raise Refused(
                "the program answers with logits that are no numbers, and nothing can be chosen by "
                "them; export the bundle again"
            )
        return found
