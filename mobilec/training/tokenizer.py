"""The tokenizer of a checkpoint as training and packing use it: it neither cuts nor pads."""

from pathlib import Path

from transformers import AutoTokenizer, PreTrainedTokenizerFast

from exporters.errors import Refused

LEFT_OVER_SETTINGS = (
    "max_length",
    "stride",
    "truncation_strategy",
    "pad_to_multiple_of",
    "pad_token_type_id",
    "is_local",
    "local_files_only",
)
"""What transformers would write to tokenizer_config.json of the truncation and padding that a
tokenizer came with, and of the place where it was found."""


def load_tokenizer(folder: Path) -> PreTrainedTokenizerFast:
    """The tokenizer of a checkpoint, with truncation and padding off.

    Some checkpoints carry both in tokenizer.json (padding to 128 tokens, for example), and would
    hand them down to everything that is made from this model, an app on a phone included.
    """
    tokenizer = AutoTokenizer.from_pretrained(folder)
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise Refused(f"{folder} has no tokenizer.json; save its tokenizer in the fast form first")
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    for setting in LEFT_OVER_SETTINGS:
        tokenizer.init_kwargs.pop(setting, None)
    return tokenizer
