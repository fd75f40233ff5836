"""Fine-tuning as a step: the model as it is by then learns from data of its task.

The structure stays. Training begins with what the earlier steps made of the weights, so it costs a
fraction of the run that made the model.
"""

from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit, Zeros
from mobilec.compression.learning.lesson import LearningOptions
from mobilec.compression.learning.step import LearningStep
from mobilec.compression.linears.linears import chosen_linears, linear_at
from mobilec.compression.recipe.rules import Rules
from mobilec.training.zeros import share_of_zeros


class Finetune(LearningStep):
    """See ``mobilec.compression.method.Method``."""

    options = LearningOptions
    name = "finetune"

    def edits(self, model: PreTrainedModel, options: LearningOptions) -> tuple[Edit, ...]:
        """Layers that get zeros on the way. Refused: more of them there already."""
        if not options.sparsity:
            return ()
        chosen = [*chosen_linears(model, Rules(), True, "finetune: sparsity")]
        for path in chosen:
            weight = linear_at(model, path).weight
            if not weight.is_meta and (there := share_of_zeros(weight)) > options.sparsity:
                raise Refused(
                    f"sparsity is {options.sparsity}, and {path} has {there:.2f} zeros already: "
                    "zeros stay; ask for more of them, or for none"
                )
        return tuple(Zeros(path) for path in chosen)


METHOD = Finetune()
