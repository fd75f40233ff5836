"""A program's files as onnx reads them, and that they are whole.

ONNX Runtime's own words for weights that are missing or cut name an offset and no file.
"""

from pathlib import Path

import onnx
from google.protobuf.message import DecodeError
from onnx import numpy_helper
from onnx.external_data_helper import ExternalDataInfo

from exporters.errors import Refused
from exporters.onnx import methods


def method_files(path: Path) -> tuple[Path, ...]:
    """See ``exporters.onnx.methods.method_files``. Refuses a folder of which a file is cut too."""
    files = methods.method_files(path, _metadata)
    if path.is_dir():
        for file in files:
            refuse_cut(file)
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


def _metadata(path: Path) -> dict[str, str]:
    return {entry.key: entry.value for entry in graph_of(path).metadata_props}


def refuse_cut(path: Path) -> None:
    """Refuses a model whose tensors do not all lie whole in the files that it names."""
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
