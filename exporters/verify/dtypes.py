"""Gate: what was to become int8 has 8 bits in the file: int8, in .onnx also uint8."""

from exporters.precision.rules import Precision
from exporters.reading import LEAST_BYTES, StoredTensor
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

_FLOAT_SHARE = {Precision.FP16: "float16", Precision.FP32: "float32"}


def check(subject: Subject) -> Finding:
    """int8: every quantized layer's bytes are. float: (nearly) all bytes are of its dtype."""
    tensors = subject.reading.tensors
    if subject.precision.is_int8:
        return _int8(subject)
    wanted = _FLOAT_SHARE[subject.precision]
    total = sum(t.size_bytes for t in tensors)
    found = sum(t.size_bytes for t in tensors if t.dtype == wanted)
    message = f"{found} of {total} bytes are {wanted}"
    return Finding("dtypes", subject.format, found >= 0.98 * total, message, {wanted: found})


def _int8(subject: Subject) -> Finding:
    reading = subject.reading
    found = [t for t in reading.tensors if _is_matrix(t, reading.weight_dtypes)]
    size, promised = sum(t.size_bytes for t in found), subject.file.int8_bytes
    message = (
        f"{len(found)} {' and '.join(sorted({t.dtype for t in found}))} tensors with {size} bytes; "
        f"the layers that were to become int8 have {promised}"
    )
    figures = {"int8_tensors": len(found), "int8_bytes": size, "promised_bytes": promised}
    return Finding("dtypes", subject.format, size >= promised > 0, message, figures)


def _is_matrix(tensor: StoredTensor, dtypes: tuple[str, ...]) -> bool:
    """Whether a tensor is a matrix of 8 bits. uint8 in one dimension are zero points."""
    several = tensor.dtype != "uint8" or len(tensor.shape) > 1
    return tensor.dtype in dtypes and several and tensor.size_bytes >= LEAST_BYTES
