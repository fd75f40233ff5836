"""Runs a finished .onnx file, or folder of methods, with ONNX Runtime on the processor."""

import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as native

from exporters.backend import Arrays, Call, Elsewhere
from exporters.errors import Refused
from exporters.onnx.files import method_files
from exporters.onnx.int8_form import EXACT, saturating_in
from exporters.onnx.limits import METHOD, bounds_of
from exporters.onnx.repeated import RepeatedSession, lasting
from exporters.onnx.saturation import SETTING, signed_is_exact
from exporters.onnx.signature import Input, check_inputs
from exporters.processor import this_processor

_UNREADABLE = (
    native.Fail,
    native.InvalidGraph,
    native.InvalidProtobuf,
    native.NoSuchFile,
    native.NotImplemented,
)
OLDEST_RUNTIME = (1, 23)
"""The first release of ONNX Runtime with all of opset 23 (see spelling.py)."""
_ERRORS_ONLY = 3
"""ONNX Runtime's log level; below it speaks of initializers that its optimizer dropped."""

_DTYPES: dict[str, np.dtype] = {
    "tensor(int64)": np.dtype(np.int64),
    "tensor(int32)": np.dtype(np.int32),
    "tensor(float)": np.dtype(np.float32),
    "tensor(float16)": np.dtype(np.float16),
    "tensor(bool)": np.dtype(np.bool_),
}


class OnnxRunner:
    """See ``exporters.backend.Runner``. ``threads``: 0 leaves the number to ONNX Runtime.
    ``elsewhere``: runs the methods, where another machine is to.
    """

    def __init__(self, path: Path, threads: int = 0, elsewhere: Elsewhere | None = None) -> None:
        entries = [_Entry(file, threads, elsewhere) for file in method_files(path)]
        self._entries = {entry.method: entry for entry in entries}

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        """See ``exporters.backend.Runner.run``; refuses what the file does not take."""
        return self._entry(method).run(inputs)

    def repeated(self, method: str, inputs: Arrays) -> Call:
        """See ``exporters.backend.RepeatingRunner``."""
        return self._entry(method).repeated(inputs)

    def _entry(self, method: str) -> "_Entry":
        if method not in self._entries:
            raise Refused(
                f"there is no method {method!r}; the file holds {', '.join(self._entries)}"
            )
        return self._entries[method]


class _Entry:
    """One method in a session of its own."""

    def __init__(self, path: Path, threads: int, elsewhere: Elsewhere | None) -> None:
        self._elsewhere = elsewhere
        self._session = _session(path, threads)
        metadata = self._session.get_modelmeta().custom_metadata_map
        if METHOD not in metadata:
            raise Refused(f"{path} was not made by mobilec: it does not name its method")
        self.method = metadata[METHOD]
        bounds = bounds_of(metadata)
        self._inputs = tuple(
            Input(i.name, _DTYPES[i.type], tuple(bounds.get(size, size) for size in i.shape))
            for i in self._session.get_inputs()
        )
        self._outputs = [output.name for output in self._session.get_outputs()]

    def run(self, inputs: Arrays) -> dict[str, np.ndarray]:
        check_inputs(self._inputs, inputs)
        if self._elsewhere is None:
            results = self._session.run(None, dict(inputs))
        else:
            results = self._elsewhere(self.method, [inputs[each.name] for each in self._inputs])
        return dict(zip(self._outputs, results, strict=True))

    def repeated(self, inputs: Arrays) -> Call:
        check_inputs(self._inputs, inputs)
        if self._elsewhere is not None or not lasting(inputs):
            return partial(self.run, inputs)
        return RepeatedSession(self._session, inputs)


def _session(path: Path, threads: int) -> ort.InferenceSession:
    """The file, exact on this machine also where it has the form before weights were uint8."""
    session = _opened(path, threads)
    told = EXACT in session.get_modelmeta().custom_metadata_map
    if told or signed_is_exact() or not saturating_in(path):
        return session
    warnings.warn(
        f"{path} has signed weights of 8 bits, whose products saturate on {this_processor()}: it "
        f"is opened with {SETTING}=1, which is slower and exact; export it again",
        stacklevel=2,
    )
    return _opened(path, threads, {SETTING: "1"})


def _opened(
    path: Path, threads: int, settings: Mapping[str, str] = MappingProxyType({})
) -> ort.InferenceSession:
    options = ort.SessionOptions()
    for name, value in settings.items():
        options.add_session_config_entry(name, value)
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    try:
        return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except _UNREADABLE as error:
        raise Refused(_why_not(path, settings, str(error))) from error


def _why_not(path: Path, settings: Mapping[str, str], error: str) -> str:
    """Why a session cannot be had, in one line."""
    reason = error.strip().splitlines()[0]
    if settings:
        return (
            f"{path} has signed weights of 8 bits, whose products saturate on {this_processor()}, "
            f"and ONNX Runtime cannot open it exactly ({SETTING}=1: {reason}); export it again"
        )
    if _version(ort.__version__) < OLDEST_RUNTIME:
        oldest = ".".join(map(str, OLDEST_RUNTIME))
        return (
            f"{path} needs ONNX Runtime {oldest} or later, and this is {ort.__version__}: "
            f"pip install -U onnxruntime ({reason})"
        )
    return f"{path} is not a model that ONNX Runtime can load: {reason}"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2])
