"""Calls to a program in another process: arrays in NumPy's .npy format, one after the other.

A request is the method's name (uint8), how many inputs follow (int64, one), and the inputs; an
answer is how many outputs follow, and the outputs, or -1 and a message (uint8). The other sides are
runner.cpp and onnx_server.py, which imports nothing but this file, NumPy and ONNX Runtime.
"""

import io
from collections.abc import Sequence
from typing import IO

import numpy as np
from numpy.lib import format as npy

FAILED = -1


def write_call(stream: IO[bytes], method: str, inputs: Sequence[np.ndarray]) -> None:
    """One request."""
    _write(stream, np.frombuffer(method.encode(), np.uint8))
    _write_counted(stream, inputs)


def read_call(stream: IO[bytes]) -> tuple[str, list[np.ndarray]] | None:
    """The next request; None at the end of the stream."""
    start = stream.read(npy.MAGIC_LEN)
    if not start:
        return None
    method = _rest(stream, start).tobytes().decode()
    return method, [_read(stream) for _ in range(int(_read(stream)[0]))]


def write_answer(stream: IO[bytes], outputs: Sequence[np.ndarray]) -> None:
    """The outputs of a call."""
    _write_counted(stream, outputs)


def write_failure(stream: IO[bytes], message: str) -> None:
    """Why a call has no outputs."""
    _write(stream, np.array([FAILED], np.int64))
    _write(stream, np.frombuffer(message.encode(), np.uint8))
    stream.flush()


def read_answer(stream: IO[bytes]) -> list[np.ndarray] | str:
    """The outputs of a call, or the message of its failure. EOFError where the stream ends."""
    count = int(_read(stream)[0])
    if count == FAILED:
        return _read(stream).tobytes().decode(errors="replace")
    return [_read(stream) for _ in range(count)]


def _write_counted(stream: IO[bytes], arrays: Sequence[np.ndarray]) -> None:
    _write(stream, np.array([len(arrays)], np.int64))
    for array in arrays:
        _write(stream, array)
    stream.flush()


def _write(stream: IO[bytes], array: np.ndarray) -> None:
    # A pipe has no position, which NumPy asks of a file before it writes into it.
    buffer = io.BytesIO()
    npy.write_array(buffer, np.asarray(array, order="C"), version=(1, 0), allow_pickle=False)
    stream.write(buffer.getbuffer())


def _read(stream: IO[bytes]) -> np.ndarray:
    return _rest(stream, _exactly(stream, npy.MAGIC_LEN))


def _rest(stream: IO[bytes], start: bytes) -> np.ndarray:
    npy.read_magic(io.BytesIO(start))
    shape, fortran_order, dtype = npy.read_array_header_1_0(stream)
    if fortran_order:
        raise ValueError("an array of the stream is not in C order")
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    return np.frombuffer(_exactly(stream, size), dtype).reshape(shape).copy()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    got = stream.read(size)
    if len(got) < size:
        raise EOFError(f"the stream ends {size - len(got)} bytes early")
    return got
