"""special:model.yml: what the network of a Marian file is, or why it is not served.

Names and meanings are those of marian-dev, src/common/config_parser.cpp and
src/models/transformer.h.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.families.marian_nmt.config import SELF_ATTENTION, SSRU, MarianNmtConfig

ARCHITECTURE = "MarianNmtForConditionalGeneration"

_ACTIVATIONS = {"relu": "relu", "swish": "silu", "gelu": "gelu"}
"""gelu is that of the error function: src/graph/node_operators_unary.h, GeluNodeOp."""

_AUTOREGRESSION = {"self-attention": SELF_ATTENTION, "rnn": SSRU}
_DEPTH = 2
"""Of a feed-forward: all that Marian trains have two layers, unless somebody asked."""

_HARMLESS: Mapping[str, tuple[object, ...]] = {
    "type": ("transformer",),
    "input-types": ((), ("sequence", "sequence")),
    "transformer-ffn-depth": (_DEPTH,),
    "transformer-decoder-ffn-depth": (0, _DEPTH),
    "transformer-no-projection": (False,),
    "transformer-no-bias": (False,),
    "transformer-no-affine": (False,),
    "transformer-pool": (False,),
    "transformer-tied-layers": ((),),
    "transformer-train-position-embeddings": (False,),
    "transformer-train-positions": (False,),
    "transformer-disable-position-embeddings": (False,),
    "transformer-attention-mask": ("default",),
    "transformer-alibi": (False,),
    "transformer-postprocess-emb": ("", "d"),
    "ulr": (False,),
    "right-left": (False,),
    "lemma-dim-emb": (0,),
    "factors-dim-emb": (0,),
    "factor-predictor": ("",),
    "output-approx-knn": ((),),
    "dec-cell-base-depth": (1, 2),
}
"""Options that would make another network of the same tensors, or have tensors that nobody has
here: name to the values that mean what is served. Absent ones do."""

_ONLY_RECURRENT: Mapping[str, tuple[object, ...]] = {
    "dec-cell": ("ssru",),
    "layer-normalization": (False,),
}
_DEFAULTS: Mapping[str, object] = {
    "type": None,
    "transformer-decoder-autoreg": "self-attention",
    "dec-cell": "gru",
    "transformer-preprocess": "",
    "transformer-postprocess": "dan",
    "transformer-postprocess-top": "",
    "transformer-ffn-activation": "swish",
}
"""What Marian takes where an option is absent, for those that are asked for here."""


class Options:
    """The options of the model in ``path``, each asked for by its name."""

    def __init__(self, found: Mapping[str, Any], path: Path) -> None:
        self._found, self._path = found, path

    def config(self) -> MarianNmtConfig:
        """The network that they describe. Refused: every option that asks for another, by its name
        and value, and numbers that are none."""
        for name, served in _HARMLESS.items():
            self._refuse_unserved(name, served)
        kind = self._one("transformer-decoder-autoreg", _AUTOREGRESSION)
        for name, served in _ONLY_RECURRENT.items() if kind == SSRU else ():
            self._refuse_unserved(name, served)
        source, target = self._vocabularies()
        inner = self._count("transformer-dim-ffn")
        heads = self._count("transformer-heads")
        shared = self._switch("tied-embeddings-src") or self._switch("tied-embeddings-all")
        tied = self._switch("tied-embeddings") or self._switch("tied-embeddings-all")
        before, after = (self._steps(f"transformer-{at}process") for at in ("pre", "post"))
        if before == "n" and kind == SELF_ATTENTION:
            # transformer.h, DecoderLayerSelfAttention: training normalizes what keys and values
            # are made of, and a search, from its second step on, does not.
            self._refuse(
                "transformer-preprocess",
                "with a decoder of self-attention Marian translates by other keys and values than "
                "it trains; that is served with an ssru decoder, or without n",
            )
        width = self._count("dim-emb")
        if width % (2 * heads):
            self._refuse("transformer-heads", f"an even width of {width} is shared by them evenly")
        return MarianNmtConfig(
            architectures=[ARCHITECTURE],
            vocab_size=source,
            decoder_vocab_size=target,
            d_model=width,
            encoder_layers=self._count("enc-depth"),
            decoder_layers=self._count("dec-depth"),
            encoder_attention_heads=heads,
            decoder_attention_heads=heads,
            encoder_ffn_dim=inner,
            decoder_ffn_dim=self._found.get("transformer-decoder-dim-ffn") or inner,
            activation_function=self._one("transformer-ffn-activation", _ACTIVATIONS),
            decoder_autoreg=kind,
            rnn_projection=kind == SSRU and self._switch("transformer-rnn-projection"),
            normalize_before=self._is("transformer-preprocess", before, ("", "n")) == "n",
            normalize_after=self._is("transformer-postprocess", after, ("a", "an")) == "an",
            normalize_top=self._is(
                "transformer-postprocess-top", self._steps("transformer-postprocess-top"), ("", "n")
            )
            == "n",
            share_encoder_decoder_embeddings=shared and tied,
            tie_word_embeddings=tied,
        )

    @property
    def one_table(self) -> bool:
        """Whether both sides look their words up in one table, Wemb."""
        return self._switch("tied-embeddings-src") or self._switch("tied-embeddings-all")

    def _value(self, name: str) -> Any:
        return self._found.get(name, _DEFAULTS.get(name))

    def _refuse_unserved(self, name: str, served: tuple[object, ...]) -> None:
        value = self._found.get(name, _DEFAULTS.get(name, served[0]))
        plain = tuple(value) if isinstance(value, list) else value
        if not any(plain == one and type(plain) is type(one) for one in served):
            self._refuse(name, f"only {' or '.join(_shown(one) for one in served)} is served")

    def _steps(self, name: str) -> str:
        """The steps around a sublayer, without dropout: it is for training alone."""
        value = self._value(name)
        if not isinstance(value, str):
            self._refuse(name, "it is a word of the steps d, a and n")
        return str(value).replace("d", "")

    def _is(self, name: str, steps: str, served: tuple[str, ...]) -> str:
        if steps not in served:
            shown = " or ".join(map(repr, served))
            self._refuse(name, f"served, beside d for dropout, is {shown}")
        return steps

    def _one(self, name: str, known: Mapping[str, str]) -> str:
        value = self._value(name)
        if not isinstance(value, str) or value not in known:
            self._refuse(name, f"served are {', '.join(known)}")
        return known[value]

    def _switch(self, name: str) -> bool:
        value = self._found.get(name, False)
        if not isinstance(value, bool):
            self._refuse(name, "it is true or false")
        return bool(value)

    def _count(self, name: str) -> int:
        value = self._found.get(name)
        if type(value) is not int or value < 1:
            self._refuse(name, "it is a whole number, 1 or more")
        return int(value)  # type: ignore[arg-type]

    def _vocabularies(self) -> tuple[int, int]:
        name = "dim-vocabs"
        value = self._found.get(name)
        counts = value if isinstance(value, list) else []
        if len(counts) != 2 or not all(type(words) is int and words > 2 for words in counts):
            self._refuse(name, "it is how many words each of two vocabularies has")
        return counts[0], counts[1]

    def _refuse(self, name: str, what: str) -> None:
        value = self._found.get(name, _DEFAULTS.get(name))
        raise Refused(f"{self._path} was trained with {name}: {_shown(value)}, and {what}")


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    return repr(list(value)) if isinstance(value, tuple) else repr(value)
