"""What Apple's Neural Engine takes, for whoever writes packages or says what they run on."""

ALIGNMENT = 32
"""Numbers: what the sizes of a state that the Neural Engine takes are multiples of."""


def aligned(size: int) -> int:
    """The next multiple of ``ALIGNMENT``."""
    return -(-size // ALIGNMENT) * ALIGNMENT
