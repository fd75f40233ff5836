"""A tokenizer that was held against what else is known of it."""

from dataclasses import dataclass, field

from tokenizers import Tokenizer

from mobilec.checkpoint.ids.held import Held


@dataclass(frozen=True)
class Settled:
    """``tokenizer``: the one to ship."""

    tokenizer: Tokenizer = field(repr=False)
    held: Held
