"""The token of what a vocabulary cannot spell."""

import json

from tokenizers import Tokenizer


def unknown_id(tokenizer: Tokenizer) -> int:
    """Its id, as the model of the tokenizer has it; -1 where every text can be spelt."""
    model = json.loads(tokenizer.to_str())["model"]
    if model.get("unk_id") is not None:
        return int(model["unk_id"])
    name = model.get("unk_token")
    found = tokenizer.token_to_id(name) if name is not None else None
    return -1 if found is None else found
