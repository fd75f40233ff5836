"""What each family needs beyond the common form. A family is a few lines here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """``token_types``: takes token_type_ids (zeros). ``positions_after_padding``: positions are
    arange + pad_id + 1, given as position_ids. ``minimum_length``: the shortest input in tokens.
    """

    token_types: bool = False
    positions_after_padding: bool = False
    minimum_length: int = 2


FAMILIES = {
    "bert": Family(token_types=True),
    "distilbert": Family(),
    "roberta": Family(token_types=True, positions_after_padding=True),
    "xlm-roberta": Family(token_types=True, positions_after_padding=True),
    "electra": Family(token_types=True),
    "albert": Family(token_types=True),
}
