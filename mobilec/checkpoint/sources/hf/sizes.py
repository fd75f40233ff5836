"""Sizes in config.json of which no model could be built, said before one is tried."""

from collections.abc import Mapping
from typing import Any

from exporters.errors import Refused

_MOST = {
    "layers": 1000,
    "labels": 100_000,
    "vocab_size": 10_000_000,
    "": 1_000_000,
}
"""Ten times the largest that anybody has trained. ``""``: of any other size."""
_LAYERS = (
    *("num_hidden_layers", "n_layers", "num_layers", "num_decoder_layers", "n_layer"),
    *("encoder_layers", "decoder_layers", "num_hidden_groups", "inner_group_num"),
)
_SIZES = (
    *("hidden_size", "embedding_size", "intermediate_size", "num_attention_heads"),
    *("d_model", "d_ff", "d_kv", "num_heads", "dim", "hidden_dim", "n_heads"),
    *("encoder_ffn_dim", "decoder_ffn_dim", "encoder_attention_heads", "decoder_attention_heads"),
    *("true_hidden_size", "intra_bottleneck_size", "max_position_embeddings"),
)
_OF = {
    **dict.fromkeys(_LAYERS, "layers"),
    **dict.fromkeys(_SIZES, ""),
    "num_labels": "labels",
    "vocab_size": "vocab_size",
    "decoder_vocab_size": "vocab_size",
}


def refuse_sizes(raw: Mapping[str, Any], source: str) -> None:
    """Refused: sizes that are no number from 1 on, and those that no model has."""
    for name, kind in _OF.items():
        size, most = raw.get(name), _MOST[kind]
        if size is None:
            continue
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= most:
            raise Refused(
                f"{source}/config.json has the {name} {size!r:.60}; it is a number from 1 to "
                f"{most:,}: download the file again"
            )
    architectures = raw.get("architectures")
    named = isinstance(architectures, list) and all(isinstance(a, str) for a in architectures)
    if architectures is not None and not named:
        raise Refused(
            f"{source}/config.json has the architectures {architectures!r:.60}; it is a list of "
            "names of classes: download the file again"
        )
