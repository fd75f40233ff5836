"""Seeded networks of every kind that is served, as Marian's own files have them.

Names, shapes and options are those of marian-dev, src/models/transformer.h; numpy alone, so that
whoever records Marian's answers needs nothing else.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

WIDTH, HEADS, INNER, WORDS, OTHER_WORDS = 32, 4, 48, 40, 36
END, UNKNOWN = 0, 1


@dataclass(frozen=True)
class Kind:
    """``tied``: the option that ties tables, or none. ``pre``, ``post``, ``top``: as Marian's
    options have them."""

    recurrent: bool = True
    layers: tuple[int, int] = (2, 2)
    pre: str = ""
    post: str = "dan"
    top: str = ""
    activation: str = "relu"
    tied: tuple[str, ...] = ("tied-embeddings-all",)
    projection: bool = False
    omit_bias: bool = False
    decoder_inner: int = 0

    @property
    def one_vocabulary(self) -> bool:
        return "tied-embeddings-all" in self.tied or "tied-embeddings-src" in self.tied

    @property
    def target_words(self) -> int:
        return WORDS if self.one_vocabulary else OTHER_WORDS


KINDS = {
    "ssru": Kind(),
    "ssru-pre-norm": Kind(pre="n", post="da", top="n", activation="swish", layers=(3, 1)),
    "ssru-projected": Kind(projection=True, activation="gelu", decoder_inner=24),
    "ssru-separate": Kind(tied=("tied-embeddings",)),
    "attention": Kind(recurrent=False),
    "attention-pre-norm": Kind(recurrent=False, pre="n", post="da", top="n"),
    "attention-untied": Kind(recurrent=False, tied=(), activation="swish", layers=(1, 2)),
    "attention-source": Kind(recurrent=False, tied=("tied-embeddings-src",), omit_bias=True),
}


def options(kind: Kind) -> dict[str, Any]:
    """special:model.yml, as training writes it."""
    return {
        "bert-train-type-embeddings": True,
        "bert-type-vocab-size": 2,
        "dec-cell": "ssru" if kind.recurrent else "gru",
        "dec-cell-base-depth": 2,
        "dec-cell-high-depth": 1,
        "dec-depth": kind.layers[1],
        "dim-emb": WIDTH,
        "dim-rnn": 1024,
        "dim-vocabs": [WORDS, kind.target_words],
        "enc-cell": "gru",
        "enc-cell-depth": 1,
        "enc-depth": kind.layers[0],
        "enc-type": "bidirectional",
        "factors-combine": "sum",
        "factors-dim-emb": 0,
        "input-types": [],
        "layer-normalization": False,
        "lemma-dim-emb": 0,
        "output-omit-bias": kind.omit_bias,
        "right-left": False,
        "skip": False,
        "tied-embeddings": "tied-embeddings" in kind.tied,
        "tied-embeddings-all": "tied-embeddings-all" in kind.tied,
        "tied-embeddings-src": "tied-embeddings-src" in kind.tied,
        "transformer-aan-activation": "swish",
        "transformer-aan-depth": 2,
        "transformer-aan-nogate": False,
        "transformer-decoder-autoreg": "rnn" if kind.recurrent else "self-attention",
        "transformer-decoder-dim-ffn": kind.decoder_inner,
        "transformer-decoder-ffn-depth": 0,
        "transformer-depth-scaling": False,
        "transformer-dim-aan": 2048,
        "transformer-dim-ffn": INNER,
        "transformer-ffn-activation": kind.activation,
        "transformer-ffn-depth": 2,
        "transformer-guided-alignment-layer": "last",
        "transformer-heads": HEADS,
        "transformer-no-projection": False,
        "transformer-pool": False,
        "transformer-postprocess": kind.post,
        "transformer-postprocess-emb": "d",
        "transformer-postprocess-top": kind.top,
        "transformer-preprocess": kind.pre,
        "transformer-rnn-projection": kind.projection,
        "transformer-tied-layers": [],
        "transformer-train-position-embeddings": False,
        "type": "transformer",
        "ulr": False,
        "ulr-dim-emb": 0,
        "ulr-trainable-transformation": False,
        "version": "v1.12.0",
    }


class _Tensors:
    def __init__(self, kind: Kind, seed: int) -> None:
        self.kind = kind
        self.random = np.random.default_rng(seed)
        self.made: dict[str, np.ndarray] = {}

    def matrix(self, name: str, rows: int, columns: int, scale: float = 3.0) -> None:
        """Larger than training begins with, so that one word is not followed by itself for ever."""
        found = self.random.normal(0, scale / np.sqrt(rows), (rows, columns))
        self.made[name] = found.astype(np.float32)

    def row(self, name: str, width: int, around: float = 0.0) -> None:
        found = around + self.random.normal(0, 0.2, (1, width))
        self.made[name] = found.astype(np.float32)

    def norms(self, before: str, after: str) -> None:
        """``before`` and ``after``: prefixes, which differ for the recurrent layer."""
        ends = [(before, "_pre")] if "n" in self.kind.pre else []
        ends += [(after, "")] if "n" in self.kind.post else []
        for prefix, suffix in ends:
            self.row(f"{prefix}_ln_scale{suffix}", WIDTH, 1.0)
            self.row(f"{prefix}_ln_bias{suffix}", WIDTH)

    def attention(self, prefix: str) -> None:
        for part in "qkvo":
            self.matrix(f"{prefix}_W{part}", WIDTH, WIDTH)
            self.row(f"{prefix}_b{part}", WIDTH)
        self.norms(f"{prefix}_Wo", f"{prefix}_Wo")

    def feed_forward(self, prefix: str, inner: int) -> None:
        self.matrix(f"{prefix}_W1", WIDTH, inner)
        self.row(f"{prefix}_b1", inner)
        self.matrix(f"{prefix}_W2", inner, WIDTH)
        self.row(f"{prefix}_b2", WIDTH)
        self.norms(f"{prefix}_ffn", f"{prefix}_ffn")

    def recurrence(self, prefix: str) -> None:
        self.matrix(f"{prefix}_W", WIDTH, WIDTH)
        self.matrix(f"{prefix}_Wf", WIDTH, WIDTH)
        self.row(f"{prefix}_bf", WIDTH)
        if self.kind.projection:
            self.matrix(f"{prefix}_Wo", WIDTH, WIDTH)
            self.row(f"{prefix}_bo", WIDTH)
        self.norms(prefix, f"{prefix}_ffn")

    def tables(self) -> None:
        kind = self.kind
        shared = kind.one_vocabulary
        for name, words in (
            (("Wemb", WORDS),)
            if shared
            else (("encoder_Wemb", WORDS), ("decoder_Wemb", kind.target_words))
        ):
            self.matrix(name, words, WIDTH, 3.0)
        if not {"tied-embeddings", "tied-embeddings-all"} & set(kind.tied):
            self.matrix("decoder_ff_logit_out_W", WIDTH, kind.target_words)
        if not kind.omit_bias:
            self.row("decoder_ff_logit_out_b", kind.target_words)
            self.made["decoder_ff_logit_out_b"][0, END] += 0.5


def tensors(kind: Kind, seed: int = 7) -> dict[str, np.ndarray]:
    """Every tensor by Marian's name and in Marian's shape."""
    t = _Tensors(kind, seed)
    t.tables()
    for layer in range(1, kind.layers[0] + 1):
        t.attention(f"encoder_l{layer}_self")
        t.feed_forward(f"encoder_l{layer}_ffn", INNER)
    for layer in range(1, kind.layers[1] + 1):
        if kind.recurrent:
            t.recurrence(f"decoder_l{layer}_rnn")
        else:
            t.attention(f"decoder_l{layer}_self")
        t.attention(f"decoder_l{layer}_context")
        t.feed_forward(f"decoder_l{layer}_ffn", kind.decoder_inner or INNER)
    if "n" in kind.top:
        for side in ("encoder", "decoder"):
            t.row(f"{side}_top_ln_scale", WIDTH, 1.0)
            t.row(f"{side}_top_ln_bias", WIDTH)
    return t.made


def sources(seed: int = 3, count: int = 6) -> list[list[int]]:
    """Ids without the end token, of several lengths; the first is empty."""
    random = np.random.default_rng(seed)
    lengths = [0, 1, 3, 5, 8, 12][:count]
    return [random.integers(2, WORDS, length).tolist() for length in lengths]


def forced(kind: Kind, seed: int = 5) -> list[list[int]]:
    """What the translation of each source is made to begin with."""
    random = np.random.default_rng(seed)
    return [random.integers(2, kind.target_words, 5).tolist() for _ in sources()]


def names(words: int) -> dict[str, int]:
    """A vocabulary in which a word is its id."""
    return {"</s>": END, "<unk>": UNKNOWN, **{f"w{id}": id for id in range(2, words)}}
