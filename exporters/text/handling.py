"""What is done to a text before a translator sees it, as a user may choose."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Handling:
    """What is done to a text before and after a translator.

    ``as_is``: every piece goes to the model as it stands; without, what is no text is handed
    through (``exporters.text.pieces``) and letters are folded (``exporters.text.folding``).
    ``join_lines``: lines that were wrapped are one (``exporters.text.lines``).
    """

    as_is: bool = False
    join_lines: bool = False
