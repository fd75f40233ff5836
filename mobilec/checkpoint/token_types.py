"""Whether the texts of a pair are told apart by token types."""

from pathlib import Path
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedConfig

from exporters.capture.classifier import takes_types
from exporters.text.encoder import TYPES
from mobilec.checkpoint.declared import read_settings
from mobilec.checkpoint.ids.stock import open_stock


def reads_types(
    kind: type[Any], config: PreTrainedConfig, tokenizer: Tokenizer, folder: Path
) -> bool:
    """Whether a model of the class ``kind`` is given the types that ``tokenizer`` makes of a pair.

    It is where it has a table of them, where the tokenizer makes another type for the second text,
    and where tokenizer_config.json does not leave them out of its model_input_names. Where it
    names none, classes of transformers differ by its version: up to 4 ALBERT's and the general one
    passed types on, from 5 on they do not. Those that made the published models did.
    """
    names = read_settings(folder).get("model_input_names")
    if isinstance(names, list) and TYPES not in names:
        return False
    return takes_types(kind, config) and max(tokenizer.encode("a", "b").type_ids, default=0) > 0


def note_of_types(folder: Path, given: bool) -> tuple[str, ...]:
    """What a user should know where transformers, as it is here, would give none."""
    if not given:
        return ()
    stock = open_stock(folder)
    if isinstance(stock, str) or TYPES in stock.tokenizer.model_input_names:
        return ()
    return (
        f"The program reads token types, as tokenizer.json makes them and the model has a table of "
        f"them; {stock.name} passes none on. "
        f'If the model was trained without, write "model_input_names": ["input_ids", '
        f'"attention_mask"] into tokenizer_config.json and export again.',
    )
