"""Which files a program is made of, and that they are all there: one file, or a folder of methods.

ONNX Runtime's own words for weights that are missing or cut name an offset and no file.
"""

from pathlib import Path

import onnx
from google.protobuf.message import DecodeError
from onnx import numpy_helper
from onnx.external_data_helper import ExternalDataInfo

from exporters.errors import Refused
from exporters.onnx.limits import METHODS

SUFFIX = ".onnx"


def method_files(path: Path) -> tuple[Path, ...]:
    """The .onnx files of a program in the order of its methods; ``path`` itself where it is one.

    Refuses a folder of which a file is missing or cut.
    """
    if not path.is_dir():
        return (path,)
    found = sorted(path.glob(f"*{SUFFIX}"))
    if not found:
        raise Refused(f"{path} is a folder without {SUFFIX} files; export or download it again")
    files = tuple(path / f"{name}{SUFFIX}" for name in _promised(found[0]))
    for file in files:
        if not file.is_file():
            raise Refused(f"{file} is missing, which {found[0].name} names; download it again")
        _refuse_cut(file)
    return files


def graph_of(path: Path) -> onnx.ModelProto:
    """A model whose large tensors stay where they are, in a file beside it."""
    try:
        return onnx.load(path, load_external_data=False)
    except (OSError, DecodeError) as error:
        raise Refused(f"{path} is not an ONNX model that can be read: {error}") from error


def place_of(tensor: onnx.TensorProto, path: Path) -> tuple[Path, int, int] | None:
    """(file, offset, bytes) of a tensor that does not stand in the model's own file ``path``."""
    if tensor.data_location != onnx.TensorProto.EXTERNAL:
        return None
    info = ExternalDataInfo(tensor)
    return path.parent / info.location, info.offset or 0, info.length or 0


def content_of(tensor: onnx.TensorProto, path: Path) -> bytes:
    """The bytes of a tensor of the model ``path``, wherever they stand."""
    place = place_of(tensor, path)
    if place is None:
        return numpy_helper.to_array(tensor).tobytes()
    beside, offset, length = place
    with beside.open("rb") as stream:
        stream.seek(offset)
        return stream.read(length)


def _promised(path: Path) -> list[str]:
    """The methods of the folder that ``path`` lies in, by its metadata."""
    metadata = {p.key: p.value for p in graph_of(path).metadata_props}
    if METHODS not in metadata:
        raise Refused(f"{path} was not made by mobilec: it does not name the methods beside it")
    return metadata[METHODS].split(",")


def _refuse_cut(path: Path) -> None:
    """Every tensor of a model lies whole in the file that it is said to lie in."""
    for tensor in graph_of(path).graph.initializer:
        place = place_of(tensor, path)
        if place is None:
            continue
        file, offset, length = place
        if not file.is_file():
            raise Refused(
                f"{file} is missing, where {path.name} has its weights; download it again"
            )
        if offset + length > file.stat().st_size:
            raise Refused(
                f"{file} has {file.stat().st_size} bytes, but {tensor.name} ends at byte "
                f"{offset + length}; it was cut, download it again"
            )
