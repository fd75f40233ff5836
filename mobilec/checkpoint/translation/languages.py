"""What a user asks of a many-to-many translator."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Languages:
    """What was asked for; None takes what the checkpoint says.

    ``source``, ``target``: codes, as the model names its languages. ``prefix``: before every text.
    """

    source: str | None = None
    target: str | None = None
    prefix: str | None = None


ANY = Languages()
"""Nothing was asked for."""
