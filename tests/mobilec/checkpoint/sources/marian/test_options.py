"""What a network is by its options, and every option that would make it another."""

from pathlib import Path
from typing import Any

import pytest

from exporters.errors import Refused
from exporters.families.marian_nmt.config import SSRU
from mobilec.checkpoint.sources.marian.options import Options
from tests.marian.networks import KINDS, options

MODEL = Path("model.npz")


def config(kind: str, **changes: Any) -> Any:
    told = options(KINDS[kind]) | {name.replace("_", "-"): value for name, value in changes.items()}
    return Options(told, MODEL).config()


def test_the_options_say_what_the_network_is() -> None:
    found = config("ssru-pre-norm")
    assert (found.decoder_autoreg, found.encoder_layers, found.decoder_layers) == (SSRU, 3, 1)
    assert (found.normalize_before, found.normalize_after, found.normalize_top) == (
        True,
        False,
        True,
    )
    assert found.activation_function == "silu"
    assert config("ssru-projected").decoder_ffn_dim == 24
    separate = config("ssru-separate")
    assert (separate.vocab_size, separate.decoder_vocab_size) == (40, 36)
    assert not separate.share_encoder_decoder_embeddings and separate.tie_word_embeddings
    assert not config("attention-untied").tie_word_embeddings


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("type", "s2s", "'s2s'"),
        ("type", "multi-transformer", "'multi-transformer'"),
        ("input-types", ["sequence", "alignment"], "['sequence', 'alignment']"),
        ("transformer-decoder-autoreg", "average-attention", "'average-attention'"),
        ("dec-cell", "gru", "'gru'"),
        ("transformer-ffn-depth", 3, "3"),
        ("transformer-decoder-ffn-depth", 1, "1"),
        ("transformer-ffn-activation", "prelu", "'prelu'"),
        ("transformer-preprocess", "r", "'r'"),
        ("transformer-postprocess", "dhn", "'dhn'"),
        ("transformer-postprocess-top", "an", "'an'"),
        ("transformer-postprocess-emb", "n", "'n'"),
        ("transformer-no-projection", True, "true"),
        ("transformer-pool", True, "true"),
        ("transformer-tied-layers", [1, 1], "[1, 1]"),
        ("transformer-train-position-embeddings", True, "true"),
        ("transformer-attention-mask", "alibi", "'alibi'"),
        ("layer-normalization", True, "true"),
        ("lemma-dim-emb", 64, "64"),
        ("ulr", True, "true"),
        ("right-left", True, "true"),
        ("output-approx-knn", [100, 1024], "[100, 1024]"),
        ("transformer-heads", 5, "5"),
        ("transformer-heads", 0, "0"),
        ("dim-emb", "32", "'32'"),
        ("dim-vocabs", [40], "[40]"),
        ("enc-depth", -1, "-1"),
        ("tied-embeddings-all", "yes", "'yes'"),
    ],
)
def test_what_is_not_served_is_refused_by_name_and_value(name: str, value: Any, shown: str) -> None:
    with pytest.raises(Refused) as refused:
        config("ssru", **{name: value})
    assert f"model.npz was trained with {name}: {shown}, and " in str(refused.value)


def test_keys_that_marian_makes_in_two_ways_are_refused() -> None:
    """tests/fixtures/marian/answers.json has what Marian says: keys of its search are made of what
    is not normalized, and in training of what is."""
    with pytest.raises(Refused, match="transformer-preprocess: 'n', and with a decoder of self-a"):
        config("attention-pre-norm")
