"""Text classification."""

from exporters.tasks import classification
from exporters.tasks.task import Part
from mobilec.tasks.task import Loader, Task, Wording

TASK = Task(
    core=classification.TASK,
    loader=Loader(
        optimum="text-classification",
        suffixes=("ForSequenceClassification",),
        auto="AutoModelForSequenceClassification",
    ),
    wording=Wording("Classification", "classify", same="same label", quality="accuracy"),
    options="classification",
    files=Part("mobilec.checkpoint.kinds", "CLASSIFIER"),
    measure=Part("mobilec.evaluation.labelling", "Labelling"),
    opened=Part("mobilec.evaluation.classify", "OpenClassifier"),
    data=Part("mobilec.compression.data.calibration", "LABELLED"),
    words=Part("mobilec.compression.vocabulary.opened", "of_classifier"),
    examples=Part("mobilec.training.finetuning.sources", "LABELLED"),
    metric=Part("mobilec.training.measures", "LABELS"),
    exporting=Part("mobilec.exporting.classification", "EXPORTING"),
    figures=Part("mobilec.packing.quality", "classifier"),
    workload=Part("mobilec.benchmarking.host.labelling", "Labelling"),
)
