"""Whether a tokenizer has an id for every text."""

from tokenizers import Tokenizer

from exporters.errors import Refused

_PROBES = ("This works, 1 2 3.", "\U0001f600", "\ue000", "語")
"""The last three are in few vocabularies: what is not must become something all the same."""


def refuse_unencodable(tokenizer: Tokenizer, source: str) -> None:
    """Refuses a tokenizer that ends with an error where a text has a character without a word."""
    for text in _PROBES:
        try:
            tokenizer.encode(text)
        except Exception as failed:  # the library raises plain Exception
            raise Refused(
                f"the tokenizer of {source} cannot encode {text!r}: {failed}. Without an unknown "
                "token (unk_token, unk_id) it has no id for characters that are in none of its "
                "words, which every user writes sooner or later; give it the one that the model "
                "was trained with"
            ) from failed
