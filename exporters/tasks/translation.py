"""Translation: a text to a text, a sentence at a time."""

from exporters.bundle.translation_golden import TranslationGolden
from exporters.tasks.names import TRANSLATION
from exporters.tasks.task import Part, Task

TASK = Task(
    name=TRANSLATION,
    golden=TranslationGolden,
    capture=Part("exporters.capture.translation.capture", "capture_translation"),
    gates=Part("exporters.verify.translation.gates", "GATES"),
    tolerances=Part("exporters.verify.translation.gates", "TOLERANCES"),
)
