"""A bundle that is opened once and asked often."""

from pathlib import Path

from exporters.errors import Refused
from exporters.task import CLASSIFICATION, TRANSLATION
from exporters.text.encoder import Asked
from exporters.text.handling import Handling
from mobilec.evaluation.classify import Classified, OpenClassifier
from mobilec.evaluation.opened import COMMANDS, opened
from mobilec.evaluation.translate import OpenTranslator, Translated


class Opened:
    """A bundle with one of its programs loaded. ``task``: "translation" or "text-classification".

    Neither torch nor transformers is needed, but for a .pte, whose runtime is built on torch:
    ``pip install 'mobilec[run]'`` brings what an .onnx takes.
    """

    def __init__(self, folder: Path, format_name: str | None, beams: int | None) -> None:
        bundle, file = opened(folder, None, format_name)
        self._folder, self.task = folder, bundle.manifest.task
        self._translator: OpenTranslator | None = None
        self._classifier: OpenClassifier | None = None
        if self.task == TRANSLATION:
            self._translator = OpenTranslator(bundle, file, beams)
        elif beams is not None:
            raise Refused(f"{folder} does {self.task}, which is no search: leave beams out")
        else:
            self._classifier = OpenClassifier(bundle, file)

    def translate(self, text: str, handling: Handling | None = None) -> Translated:
        """A text of any length, sentence by sentence. ``handling``: as for ``mobilec.translate``.

        Raises ``Refused`` where the text is no Unicode, or the bundle does not translate.
        """
        if self._translator is None:
            raise self._other(TRANSLATION)
        return self._translator.translate(text, handling)

    def classify(self, text: Asked) -> Classified:
        """A text, or a text and its pair, to its label and the shares of all labels.

        Raises ``Refused`` where it is empty, no Unicode, of another kind than the bundle labels, or
        where the bundle does not classify.
        """
        if self._classifier is None:
            raise self._other(CLASSIFICATION)
        return self._classifier.classify(text)

    def _other(self, asked: str) -> Refused:
        return Refused(
            f"{self._folder} does {self.task}, and {COMMANDS[asked]} was called; call "
            f"{COMMANDS[self.task]}"
        )


def open(folder: Path | str, format_name: str | None = None, beams: int | None = None) -> Opened:
    """Opens a bundle and loads its program of a format, or its first one.

    ``beams``: of a translator's search, no more than it was exported with; None takes the bundle's
    own number. Raises ``Refused`` where the bundle is not whole or has not the format.
    """
    return Opened(Path(folder), format_name, beams)
