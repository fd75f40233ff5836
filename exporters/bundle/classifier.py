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
        self._format, self._runner = format_name, bundle.runner(format_name)

    def logits(self, asked: Asked) -> np.ndarray:
        """(labels,) of a text, or of a text and its pair; what is too long is cut."""
        found = self._runner.run("forward", self.encoder.encode(asked).arrays())["logits"][0]
        if not np.isfinite(found).all():
            raise Refused(
                f"the {self._format} program answers {found.tolist()}, which are no numbers to "
                "choose by; export the bundle again"
            )
        return found
