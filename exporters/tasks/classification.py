"""Text classification: a text, or a text and its pair, to a label."""

from exporters.bundle.golden import Golden
from exporters.tasks.names import CLASSIFICATION
from exporters.tasks.task import Part, Task

TASK = Task(
    name=CLASSIFICATION,
    golden=Golden,
    capture=Part("exporters.capture.capture", "capture_classifier"),
    gates=Part("exporters.verify.classification.gates", "GATES"),
    tolerances=Part("exporters.verify.classification.gates", "TOLERANCES"),
)
