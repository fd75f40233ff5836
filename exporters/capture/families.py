"""What each family needs beyond the common form. A family is a few lines here."""

from collections.abc import Callable
from dataclasses import dataclass

from transformers import PreTrainedConfig, PreTrainedModel

from exporters.capture import deberta, mobilebert, modernbert, mpnet
from exporters.capture.network import Network, padding_id, registered


@dataclass(frozen=True)
class Family:
    """What a family asks of the common form.

    ``token_types``: takes token_type_ids (zeros where a text is labelled alone).
    ``positions_after_padding``: positions are counted as ``exporters.capture.positions`` says and
    given as position_ids; ``padding``: the id that they are counted from, None where it is the
    config's. ``minimum_length``: the shortest input in tokens. ``network``: makes the model's copy
    for lengths up to a maximum; what cannot go through transformers' attention registry has a file
    of its own with such a function.
    """

    token_types: bool = False
    positions_after_padding: bool = False
    padding: int | None = None
    minimum_length: int = 2
    network: Callable[[PreTrainedModel, int], Network] = registered

    def counted_from(self, config: PreTrainedConfig) -> int:
        """The id behind which positions begin, where the family counts them so."""
        return padding_id(config) if self.padding is None else self.padding

    def usable_positions(self, config: PreTrainedConfig) -> int | None:
        """The longest input in tokens, by the model's config; None where it has no limit."""
        limit: int | None = getattr(config, "max_position_embeddings", None)
        if limit is None or not self.positions_after_padding:
            return limit
        return limit - self.counted_from(config) - 1


FAMILIES = {
    "bert": Family(token_types=True),
    "distilbert": Family(),
    "roberta": Family(token_types=True, positions_after_padding=True),
    "xlm-roberta": Family(token_types=True, positions_after_padding=True),
    "electra": Family(token_types=True),
    "albert": Family(token_types=True),
    "mobilebert": Family(token_types=True, minimum_length=3, network=mobilebert.network),
    # Whatever its padding is, transformers' MPNet counts from 1.
    "mpnet": Family(positions_after_padding=True, padding=1, network=mpnet.network),
    "deberta-v2": Family(network=deberta.network),
    "modernbert": Family(network=modernbert.network),
}
