"""Runs .onnx files on ARM: started there by Python, with stream.py beside it on the path.

    python onnx_server.py FILE...

It ends at the end of its input. Imports nothing of mobilec: only NumPy and ONNX Runtime are there.
Loading, and each call, is between two marks, as in runner.cpp: system calls that do nothing.
"""

import ctypes
import sys

import onnxruntime as ort
from stream import read_call, write_answer, write_failure

_PRCTL, _MARK = 167, 0x6D6F6269
_LOADS, _LOADED, _CALLS, _CALLED = 1, 2, 3, 4
_system_call = ctypes.CDLL(None).syscall


def main(arguments: list[str]) -> None:
    """Answers calls on stdin by calls on stdout."""
    _mark(_LOADS)
    opened = [_session(path) for path in arguments]
    _mark(_LOADED)
    sessions = {_method(session): session for session in opened}
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (call := read_call(requests)) is not None:
        method, inputs = call
        session = sessions[method]
        names = [entry.name for entry in session.get_inputs()]
        named = dict(zip(names, inputs, strict=True))
        try:
            _mark(_CALLS)
            outputs = session.run(None, named)
            _mark(_CALLED)
            write_answer(answers, outputs)
        except Exception as failure:  # whatever a kernel raises is the caller's to see
            write_failure(answers, str(failure))


def _mark(label: int) -> None:
    """prctl with an option that no kernel knows, so it is refused and nothing else happens."""
    _system_call(ctypes.c_long(_PRCTL), ctypes.c_long(_MARK), ctypes.c_long(label))


def _method(session: ort.InferenceSession) -> str:
    """Each file says whose method it is, as the exporter wrote it; others have but one."""
    return session.get_modelmeta().custom_metadata_map.get("mobilec.method", "forward")


def _session(path: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    main(sys.argv[1:])
