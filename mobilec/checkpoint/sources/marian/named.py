"""What a folder's files are by their names and first bytes, where no yml says it."""

from pathlib import Path

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.archive import OPTIONS
from mobilec.checkpoint.sources.marian.binary import VERSION
from mobilec.checkpoint.sources.marian.gzipped import first_bytes
from mobilec.checkpoint.sources.marian.npz import names_in

PACKED = ".gz"
_VERSION_BYTES = VERSION.to_bytes(8, "little")
_TRAINING = ".optimizer.npz"
"""What Marian writes beside a model.npz to go on training it."""
_SOURCE, _TARGET = "srcvocab*.spm", "trgvocab*.spm"
_SHARED = ("vocab*.spm", "*vocab*.yml")
_PIECES = ("source.spm", "target.spm")
_SHORTLISTS = "lex*.bin"
_CHOOSE = "write a decoder.yml that names the right ones under models, vocabs and shortlist"


def models(folder: Path) -> list[Path]:
    """Files that are Marian's models; their content is looked at only as far as that needs."""
    found = [*_matching(folder, "*.npz"), *_matching(folder, "*.bin")]
    return [file for file in found if _is_model(file)]


def one_model(folder: Path) -> Path:
    """Refused: none, or several."""
    return _one(folder, models(folder), "models of Marian's (*.npz, *.bin)")


def vocabularies(folder: Path) -> tuple[Path, ...]:
    """The one for both languages, or the source's and the target's. Refused: others."""
    source, target = _matching(folder, _SOURCE), _matching(folder, _TARGET)
    if source or target:
        return _one(folder, source, _SOURCE), _one(folder, target, _TARGET)
    found = next(filter(None, (_matching(folder, pattern) for pattern in _SHARED)), [])
    return (_one(folder, found, "vocabularies (vocab*.spm, *vocab*.yml)"),)


def pieces(folder: Path) -> tuple[Path, ...]:
    """SentencePiece's models beside a vocabulary that is a list of words: source and target."""
    files = tuple(folder / name for name in _PIECES)
    return files if all(file.is_file() for file in files) else ()


def shortlist(folder: Path) -> Path | None:
    """Refused: several."""
    found = _matching(folder, _SHORTLISTS)
    return _one(folder, found, "shortlists") if found else None


def _matching(folder: Path, pattern: str) -> list[Path]:
    """Files by a pattern, gzipped ones too where they do not also lie there unpacked."""
    plain = sorted(file for file in folder.glob(pattern) if file.is_file())
    packed = sorted(file for file in folder.glob(pattern + PACKED) if file.is_file())
    return [*plain, *(file for file in packed if file.with_suffix("") not in plain)]


def _one(folder: Path, files: list[Path], what: str) -> Path:
    if len(files) == 1:
        return files[0]
    if not files:
        raise Refused(f"{folder} has no {what}; download the whole model, with its vocabulary")
    listed = ", ".join(file.name for file in files)
    raise Refused(f"{folder} has several {what}: {listed}; leave one there, or {_CHOOSE}")


def _is_model(file: Path) -> bool:
    name = file.name.removesuffix(PACKED)
    if not name.endswith(".npz"):
        return first_bytes(file, len(_VERSION_BYTES)) == _VERSION_BYTES
    if name.endswith(_TRAINING):
        return False
    # One whose table cannot be read is called a model, so that reading it says what is wrong.
    held = None if file.suffix == PACKED else names_in(file)
    return held is None or OPTIONS in held
