"""Fine-tuning as a step: the model as it is by then learns from data of its task.

The structure stays. Training begins with what the earlier steps made of the weights, so it costs a
fraction of the run that made the model.
"""

from mobilec.compression.learning.lesson import LearningOptions
from mobilec.compression.learning.step import LearningStep


class Finetune(LearningStep):
    """See ``mobilec.compression.method.Method``."""

    options = LearningOptions
    name = "finetune"


METHOD = Finetune()
