"""Whether a tokenizer belongs to a model: every id has an embedding, and padding agrees."""

from collections.abc import Mapping
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedConfig

from exporters.errors import Refused
from exporters.families.registry import CLASSIFIERS
from mobilec.checkpoint.declared import token_of
from mobilec.checkpoint.ids.unknown import refuse_unencodable

_PROBE = "This works, 1 2 3."
_USUAL_PADS = ("[PAD]", "<pad>")


def check_vocabulary(tokenizer: Tokenizer, config: PreTrainedConfig, source: str) -> None:
    """Refuses a tokenizer that cannot encode, or that gives ids without a row in the embedding."""
    check_encodes(tokenizer, source)
    check_rows(tokenizer.get_vocab(with_added_tokens=True), config.vocab_size, source)


def check_rows(vocabulary: Mapping[str, int], rows: int, source: str) -> None:
    """Refuses names whose ids have no row in an embedding table of so many ``rows``."""
    token = max(vocabulary, key=lambda name: vocabulary[name])
    if vocabulary[token] >= rows:
        raise Refused(
            f"the tokenizer of {source} gives ids up to {vocabulary[token]} ({token!r}), and the "
            f"model has {rows} rows of embeddings: it is another model's tokenizer"
        )


def find_pad_id(
    tokenizer: Tokenizer,
    settings: Mapping[str, Any],
    config: PreTrainedConfig,
    source: str,
    in_config: bool = True,
) -> int:
    """The id that fills a text up. Tokenizer and configuration must agree on it where both say it.

    RoBERTa and its kin count positions from the configuration's id, so neither may be guessed.
    ``in_config``: whether config.json itself has a pad_token_id; else ``config`` has the default of
    its class, which matters to nobody where padding is only masked.
    """
    token = _pad_token(tokenizer, settings, source)
    by_tokenizer = None if token is None else tokenizer.token_to_id(token)
    by_config = config.pad_token_id
    if by_tokenizer is None and by_config is None:
        raise Refused(
            f"{source} has no padding token, neither in its tokenizer nor as pad_token_id in "
            "config.json; programs of a fixed length need one"
        )
    if None in (by_tokenizer, by_config) or by_tokenizer == by_config:
        return by_config if by_tokenizer is None else by_tokenizer
    pads = f"the tokenizer of {source} pads with {token!r}, id {by_tokenizer}, and config.json"
    if in_config:
        raise Refused(f"{pads} has pad_token_id {by_config}: one of them is another model's")
    if not _only_masked(config):
        raise Refused(
            f"{pads} names no pad_token_id: transformers then takes {by_config}, which this "
            "family's model computes with. Write the one that it was trained with into config.json"
        )
    assert by_tokenizer is not None, "checked above"
    return by_tokenizer


def _only_masked(config: PreTrainedConfig) -> bool:
    """Whether the id of padding is in no computation of a model: known of those listed."""
    family = CLASSIFIERS.get(config.model_type)
    return family is not None and not family.positions_after_padding


def check_encodes(tokenizer: Tokenizer, source: str) -> None:
    """Refuses a tokenizer without words, or without ids for some text."""
    special = {added.content for added in tokenizer.get_added_tokens_decoder().values()}
    if not tokenizer.get_vocab(with_added_tokens=True).keys() - special:
        raise Refused(f"the tokenizer of {source} knows no words, only {sorted(special)}")
    refuse_unencodable(tokenizer, source)
    if not tokenizer.encode(_PROBE).ids:
        raise Refused(f"the tokenizer of {source} makes no tokens of {_PROBE!r}")


def _pad_token(tokenizer: Tokenizer, settings: Mapping[str, Any], source: str) -> str | None:
    """The declared token, or else one of the usual names that the vocabulary has."""
    declared = token_of(settings, "pad", source)
    known = (token for token in _USUAL_PADS if tokenizer.token_to_id(token) is not None)
    return declared if declared is not None else next(known, None)
