"""What all kinds of random changes have together."""


class Idle(Exception):
    """What was drawn changes nothing, or cannot be done; something else is drawn."""
