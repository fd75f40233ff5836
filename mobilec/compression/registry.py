"""Every method that a recipe can name."""

from importlib import import_module

from exporters.errors import Refused
from mobilec.compression.method import Method
from mobilec.compression.recipe.rules import nearest

METHODS: dict[str, str] = {
    "reduce-vocabulary": "mobilec.compression.methods.reduce_vocabulary",
    "albert-embedding": "mobilec.compression.methods.albert_embedding",
    "banded-embedding": "mobilec.compression.methods.banded_embedding",
    "define-embedding": "mobilec.compression.methods.define_embedding",
    "dextra-embedding": "mobilec.compression.methods.dextra_embedding",
    "prune-heads": "mobilec.compression.methods.prune_heads",
    "prune-width": "mobilec.compression.methods.prune_width",
    "fixed-attention": "mobilec.compression.methods.fixed_attention",
    "drop-layers": "mobilec.compression.methods.drop_layers",
    "share-layers": "mobilec.compression.methods.share_layers",
    "svd": "mobilec.compression.methods.svd",
    "tensor-train": "mobilec.compression.methods.tensor_train",
    "tucker": "mobilec.compression.methods.tucker",
    "shared-tucker": "mobilec.compression.methods.shared_tucker",
    "prune-weights": "mobilec.compression.methods.prune_weights",
    "variational-dropout": "mobilec.compression.methods.variational_dropout",
    "theseus": "mobilec.compression.methods.theseus",
    "distill": "mobilec.compression.methods.distill",
    "quantize-aware": "mobilec.compression.methods.quantize_aware",
    "finetune": "mobilec.compression.methods.finetune",
}
"""Name to the module with its ``METHOD``. A new method is a file in ``methods`` and a line here."""

TRAINING = frozenset({"distill", "finetune", "quantize-aware", "theseus", "variational-dropout"})
"""Methods that train what is there and replace no layer by one of another kind."""

SHORTENING = frozenset({"theseus"})
"""Those of them after which there are fewer layers."""


def method_of(name: str) -> Method:
    """The method of a recipe's step, or of a record's."""
    if name not in METHODS:
        raise Refused(
            f"there is no method {name!r}; did you mean {', '.join(nearest(name, METHODS))}? "
            f"The methods are {', '.join(METHODS)}"
        )
    method: Method = import_module(METHODS[name]).METHOD
    return method
