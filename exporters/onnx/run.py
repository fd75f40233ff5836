"""Runs a finished .onnx file, or folder of methods, with ONNX Runtime on the processor."""

import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import ModuleType

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as native

from exporters.errors import Refused
from exporters.onnx.limits import EXACT, METHOD, bounds_of
from exporters.onnx.methods import method_files
from exporters.onnx.repeated import RepeatedSession, lasting, refused_failures
from exporters.onnx.signature import Input, check_inputs
from exporters.processor import this_processor
from exporters.runtime import Arrays, Call, Elsewhere

_UNREADABLE = (
    native.Fail,
    native.InvalidArgument,
    native.InvalidGraph,
    native.InvalidProtobuf,
    native.NoSuchFile,
    native.NotImplemented,
)
OLDEST_RUNTIME = (1, 23)
"""The first release of ONNX Runtime with all of opset 23 (see spelling.py)."""
_FATAL_ONLY = 4
"""ONNX Runtime's log level: errors are raised as well, and warnings its optimizer's affair."""

_DTYPES: dict[str, np.dtype] = {
    "tensor(int64)": np.dtype(np.int64),
    "tensor(int32)": np.dtype(np.int32),
    "tensor(float)": np.dtype(np.float32),
    "tensor(float16)": np.dtype(np.float16),
    "tensor(bool)": np.dtype(np.bool_),
}


class OnnxRunner:
    """See ``exporters.runtime.Runner``. ``threads``: 0 leaves the number to the surroundings.
    ``elsewhere``: runs the methods, where another machine is to.
    """

    def __init__(self, path: Path, threads: int = 0, elsewhere: Elsewhere | None = None) -> None:
        session = cache(partial(_session, threads=threads, part=path.is_dir()))
        files = method_files(path, lambda file: _metadata(session(file)))
        opened = {file: cache(partial(_entry_of, file, session, elsewhere)) for file in files}
        # Of a folder a method is opened when it is called first: a bundle that is searched by a
        # shortlist never calls its decode, which has the largest product.
        self._opened = {
            file.stem if path.is_dir() else entry().method: entry for file, entry in opened.items()
        }

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        """See ``exporters.runtime.Runner.run``; refuses what the file does not take."""
        return self._entry(method).run(inputs)

    def repeated(self, method: str, inputs: Arrays) -> Call:
        """See ``exporters.runtime.RepeatingRunner``."""
        return self._entry(method).repeated(inputs)

    def _entry(self, method: str) -> "_Entry":
        if method not in self._opened:
            raise Refused(
                f"there is no method {method!r}; the file holds {', '.join(self._opened)}"
            )
        return self._opened[method]()

    def open_methods(self) -> None:
        """Every method, as its first call would open it."""
        for opened in self._opened.values():
            opened()


class _Entry:
    """One method in a session of its own."""

    def __init__(
        self, path: Path, session: ort.InferenceSession, elsewhere: Elsewhere | None
    ) -> None:
        self._elsewhere, self._session = elsewhere, session
        metadata = _metadata(session)
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
            with refused_failures(f"the method {self.method}"):
                results = self._session.run(None, dict(inputs))
        else:
            results = self._elsewhere(self.method, [inputs[each.name] for each in self._inputs])
        return dict(zip(self._outputs, results, strict=True))

    def repeated(self, inputs: Arrays) -> Call:
        check_inputs(self._inputs, inputs)
        if self._elsewhere is not None or not lasting(inputs):
            return partial(self.run, inputs)
        return RepeatedSession(self._session, inputs)


def _entry_of(
    file: Path, session: Callable[[Path], ort.InferenceSession], elsewhere: Elsewhere | None
) -> _Entry:
    return _Entry(file, session(file), elsewhere)


def load(path: Path, elsewhere: Elsewhere | None = None, threads: int | None = None) -> OnnxRunner:
    """See ``exporters.runtime.load``."""
    runner = OnnxRunner(path, threads or 0, elsewhere)
    if threads is not None:
        runner.open_methods()
    return runner


def _session(path: Path, threads: int, part: bool) -> ort.InferenceSession:
    """The file, exact on this machine also where it has the form before weights were uint8.
    ``part``: of a folder of methods, whose weights stand beside them."""
    session = _opened(path, path, threads, part)
    if EXACT in _metadata(session):
        return session
    signed = _signed(path)
    exact = None if signed.signed_is_exact() else signed.with_unsigned_weights(path)
    if exact is None:
        return session
    warnings.warn(
        f"{path} has signed weights of 8 bits, whose products saturate on {this_processor()}: "
        "they are made unsigned as it is opened, which is exact; export it again",
        stacklevel=2,
    )
    return _opened(path, exact, threads, part)


def _metadata(session: ort.InferenceSession) -> dict[str, str]:
    said: dict[str, str] = session.get_modelmeta().custom_metadata_map
    return said


def _signed(path: Path) -> ModuleType:
    """What looks at a file of the older form. It wants the package onnx; to run others does not."""
    try:
        from exporters.onnx import signed
    except ModuleNotFoundError as missing:
        raise Refused(
            f"{path} does not say that its int8 products are exact on every processor: export it "
            "again, or let it be looked through: pip install 'mobilec[onnx]'"
        ) from missing
    return signed


def _opened(path: Path, model: Path | bytes, threads: int, part: bool) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads or allowed_threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL_ONLY
    try:
        return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except _UNREADABLE as error:
        if part:
            _refuse_cut(path)
        reason = str(error).strip().splitlines()[0]
        raise Refused(f"{_trouble(path)} ({reason})") from error


def allowed_threads() -> int:
    """What OMP_NUM_THREADS allows, to which torch and numpy keep; 0 where it says nothing, and ONNX
    Runtime takes a thread for each core. It does not read the variable, and its threads spin while
    they wait: where other processes want the cores, a small program takes five times as long.
    """
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return int(asked) if asked.isdecimal() else 0


def _refuse_cut(path: Path) -> None:
    """ONNX Runtime's own words for weights that are missing or cut name an offset and no file."""
    with suppress(ModuleNotFoundError):
        from exporters.onnx.files import refuse_cut

        refuse_cut(path)


def _trouble(path: Path) -> str:
    """Why a session cannot be had, before ONNX Runtime's own words."""
    if _version(ort.__version__) < OLDEST_RUNTIME:
        oldest = ".".join(map(str, OLDEST_RUNTIME))
        return (
            f"{path} needs ONNX Runtime {oldest} or later, and this is {ort.__version__}: "
            "pip install -U onnxruntime"
        )
    return f"{path} is not a model that ONNX Runtime can load"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2])
