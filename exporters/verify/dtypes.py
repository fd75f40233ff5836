"""Gate: the precision is what was asked, counted in the file."""

from exporters.backend import StoredTensor
from exporters.precision.budget import LEAST_BYTES
from exporters.precision.rules import Precision
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

_FLOAT_SHARE = {Precision.FP16: "float16", Precision.FP32: "float32"}


def check(subject: Subject) -> Finding:
    """int8: every quantized layer's bytes are int8. float: (nearly) all bytes are of its dtype."""
    tensors = subject.reading.tensors
    if subject.precision.is_int8:
        return _int8(subject, tensors)
    wanted = _FLOAT_SHARE[subject.precision]
    total = sum(t.size_bytes for t in tensors)
    found = sum(t.size_bytes for t in tensors if t.dtype == wanted)
    message = f"{found} of {total} bytes are {wanted}"
    return Finding("dtypes", subject.format, found >= 0.98 * total, message, {wanted: found})


def _int8(subject: Subject, tensors: tuple[StoredTensor, ...]) -> Finding:
    found = [t for t in tensors if t.dtype == "int8" and t.size_bytes >= LEAST_BYTES]
    size, promised = sum(t.size_bytes for t in found), subject.file.int8_bytes
    message = (
        f"{len(found)} int8 tensors with {size} bytes; "
        f"the layers that were to become int8 have {promised}"
    )
    figures = {"int8_tensors": len(found), "int8_bytes": size, "promised_bytes": promised}
    return Finding("dtypes", subject.format, size >= promised > 0, message, figures)
