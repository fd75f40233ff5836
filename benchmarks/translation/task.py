"""What every contender is asked to do. Only the standard library: see ``children``."""

END, UNKNOWN = 0, 1
"""As in Marian's vocabularies."""
SOURCE_TOKENS = 24
"""Of each source, its end token among them."""
TARGET_TOKENS = 32
"""Of each translation: the end token is held back until then, and the search stops there."""
CAPACITY = 128
"""The longest source and translation that our files take: as ``mobilec export`` makes them."""

_NAMED = {END: "</s>", UNKNOWN: "<unk>"}


def word(token: int) -> str:
    """What stands for a token where words are asked for."""
    return _NAMED.get(token, f"w{token}")


def token(word: str) -> int:
    """The way back."""
    named = {name: token for token, name in _NAMED.items()}
    return named[word] if word in named else int(word[1:])
