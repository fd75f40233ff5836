"""Runs .onnx files on ARM: started there by Python, with stream.py beside it on the path.

    python onnx_server.py FILE...

It ends at the end of its input. Imports nothing of mobilec: only NumPy and ONNX Runtime are there.
"""

import sys

import onnxruntime as ort
from stream import read_call, write_answer, write_failure


def main(arguments: list[str]) -> None:
    """Answers calls on stdin by calls on stdout."""
    sessions = {_method(session): session for session in map(_session, arguments)}
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (call := read_call(requests)) is not None:
        method, inputs = call
        session = sessions[method]
        names = [entry.name for entry in session.get_inputs()]
        try:
            write_answer(answers, session.run(None, dict(zip(names, inputs, strict=True))))
        except Exception as failure:  # whatever a kernel raises is the caller's to see
            write_failure(answers, str(failure))


def _method(session: ort.InferenceSession) -> str:
    """Each file says whose method it is, as the exporter wrote it."""
    return session.get_modelmeta().custom_metadata_map["mobilec.method"]


def _session(path: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


if __name__ == "__main__":
    main(sys.argv[1:])
