"""A bundle that is opened once and asked often."""

from pathlib import Path

from exporters.errors import Refused
from exporters.text.encoder import Asked
from exporters.text.handling import Handling
from mobilec.evaluation.classify import Classified, OpenClassifier
from mobilec.evaluation.opened import command_of, opened
from mobilec.evaluation.translate import OpenTranslator, Translated
from mobilec.tasks.registry import task_of


class Opened:
    """A bundle with one of its programs loaded. ``task``: "translation" or "text-classification".

    Neither torch nor transformers is needed, but for a .pte, whose runtime is built on torch:
    ``pip install 'mobilec[run]'`` brings what an .onnx takes.
    """

    def __init__(self, folder: Path, format_name: str | None, beams: int | None) -> None:
        bundle, file = opened(folder, None, format_name)
        self._folder, self.task = folder, bundle.manifest.task
        kind: type[OpenTranslator | OpenClassifier] = task_of(self.task).opened()
        self._program = kind(bundle, file, beams)

    def translate(self, text: str, handling: Handling | None = None) -> Translated:
        """A text of any length, sentence by sentence. ``handling``: as for ``mobilec.translate``.

        Raises ``Refused`` where the text is no Unicode, or the bundle does not translate.
        """
        if not isinstance(self._program, OpenTranslator):
            raise self._other("translate")
        return self._program.translate(text, handling)

    def classify(self, text: Asked) -> Classified:
        """A text, or a text and its pair, to its label and the shares of all labels.

        Raises ``Refused`` where it is empty, no Unicode, of another kind than the bundle labels, or
        where the bundle does not classify.
        """
        if not isinstance(self._program, OpenClassifier):
            raise self._other("classify")
        return self._program.classify(text)

    def _other(self, asked: str) -> Refused:
        return Refused(
            f"{self._folder} does {self.task}, and {asked} was called; call {command_of(self.task)}"
        )


def open(folder: Path | str, format_name: str | None = None, beams: int | None = None) -> Opened:
    """Opens a bundle and loads its program of a format, or its first one.

    ``beams``: of a translator's search, no more than it was exported with; None takes the bundle's
    own number. Raises ``Refused`` where the bundle is not whole or has not the format.
    """
    return Opened(Path(folder), format_name, beams)
