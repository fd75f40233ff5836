"""What tells one of Marian's own networks from another."""

from huggingface_hub.dataclasses import strict
from transformers import MarianConfig

SELF_ATTENTION, SSRU = "self-attention", "ssru"
"""What a decoder's layer remembers by: keys and values of every step, or one row."""

MODEL_TYPE = "marian_nmt"


@strict
class MarianNmtConfig(MarianConfig):
    """transformers' Marian is one of these networks, converted; these are all that are served.

    ``decoder_autoreg``: ``self-attention`` or ``ssru``. ``rnn_projection``: a linear layer behind
    each SSRU. ``normalize_before``, ``normalize_after``: whether each sublayer has a layer norm
    before it, or after the sum of it and its input. ``normalize_top``: one more behind the last
    layer. ``dropout``: of sublayers while it learns. Marian's files do not say what it was, and a
    student that is near to its teacher loses by any. The options of the same meaning in Marian:
    transformer-decoder-autoreg and dec-cell, transformer-rnn-projection, transformer-preprocess,
    -postprocess and -postprocess-top.
    """

    model_type = MODEL_TYPE

    decoder_autoreg: str = SELF_ATTENTION
    rnn_projection: bool = False
    normalize_before: bool = False
    normalize_after: bool = True
    normalize_top: bool = False
    activation_function: str = "relu"
    scale_embedding: bool = True
    decoder_start_token_id: int = 0
    pad_token_id: int | None = 0
    forced_eos_token_id: int | list[int] | None = None
    attention_dropout: float | int = 0.0
    dropout: float | int = 0.0

    @property
    def is_recurrent(self) -> bool:
        """Whether the decoder remembers rows in place of keys and values."""
        return self.decoder_autoreg == SSRU
