"""Calls as .npy arrays: what goes in comes out, NumPy reads it, and a cut stream is noticed."""

import io

import numpy as np
import pytest

from mobilec.arm.runner.stream import (
    read_answer,
    read_call,
    write_answer,
    write_call,
    write_failure,
)

ARRAYS = [
    np.arange(6, dtype=np.float32).reshape(1, 2, 3),
    np.array([[7, -8]], np.int64),
    np.array(2.5, np.float16),
    np.zeros((0, 4), np.int8),
    np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
    np.array([True, False]),
]


def test_a_call_comes_through():
    stream = io.BytesIO()
    write_call(stream, "decode", ARRAYS)
    stream.seek(0)
    found = read_call(stream)
    assert found is not None
    assert found[0] == "decode"
    for given, got in zip(ARRAYS, found[1], strict=True):
        np.testing.assert_array_equal(given, got)
        assert given.dtype == got.dtype
    assert read_call(stream) is None


def test_numpy_reads_the_stream():
    stream = io.BytesIO()
    write_answer(stream, ARRAYS)
    stream.seek(0)
    assert np.load(stream).tolist() == [len(ARRAYS)]
    for given in ARRAYS:
        np.testing.assert_array_equal(np.load(stream), given)


def test_a_failure_is_its_message():
    stream = io.BytesIO()
    write_failure(stream, "no such method: größer")
    stream.seek(0)
    assert read_answer(stream) == "no such method: größer"


@pytest.mark.parametrize("cut", [1, 100, 200])
def test_a_stream_that_ends_early_is_noticed(cut):
    stream = io.BytesIO()
    write_answer(stream, ARRAYS)
    with pytest.raises((EOFError, ValueError)):
        read_answer(io.BytesIO(stream.getvalue()[:-cut]))
