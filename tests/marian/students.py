"""Folders of Marian's files, small and seeded, with words of their own."""

import io
from functools import cache
from pathlib import Path

import yaml
from sentencepiece import SentencePieceTrainer

from tests.marian.networks import KINDS, WORDS, Kind, options, tensors
from tests.marian_files import write_binary, write_npz

TEXT = (
    "the train is late in the rain",
    "pack my box with five dozen jugs of liquid",
    "the quick fox jumps over the lazy dog and the cat",
    "we were there when the train was late again",
)


@cache
def pieces(words: int = WORDS) -> bytes:
    """A SentencePiece model of as many pieces, with the end and unknown pieces where Marian's
    training puts them."""
    made = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT * 20),
        model_writer=made,
        vocab_size=words,
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        minloglevel=2,
    )
    return made.getvalue()


def student(folder: Path, kind: Kind | str = "ssru", form: str = "npz", **asked: object) -> Path:
    """A whole folder as Mozilla's are. ``form``: npz, or bin with its matrices in int8. ``asked``:
    options of the model that are otherwise."""
    found = KINDS[kind] if isinstance(kind, str) else kind
    folder.mkdir(parents=True, exist_ok=True)
    told = options(found) | {name.replace("_", "-"): value for name, value in asked.items()}
    arrays = tensors(found)
    model = folder / f"model.ende.{form}"
    if form == "npz":
        write_npz(model, arrays, told)
    else:
        matrices = tuple(name for name, array in arrays.items() if len(array) > 1)
        write_binary(model, arrays, told, matrices)
    (folder / "vocab.ende.spm").write_bytes(pieces())
    settings = {
        "relative-paths": True,
        "models": [model.name],
        "vocabs": ["vocab.ende.spm", "vocab.ende.spm"],
        "beam-size": 1,
        "normalize": 1.0,
        "max-length-factor": 2.5,
    }
    (folder / "config.yml").write_text(yaml.safe_dump(settings))
    return folder
