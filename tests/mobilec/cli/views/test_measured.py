"""A row a variant, and what is to be known of each; the command's own test has the rest."""

from mobilec.benchmarking.result import BenchResult
from mobilec.cli.views.measured import measured_notes, measured_table
from tests.mobilec.benchmarking.making import browser, run, web_run


def test_browsers_are_told_apart() -> None:
    silent = browser(brands=None, user_agent=None)
    result = BenchResult((run(), web_run(), web_run(said=silent)), (), {})
    names = list(measured_table(result).columns[0].cells)
    assert names == [
        "tiny, onnx, 1 thr.",
        "tiny, onnx, wasm, 1 thr., Google Chrome 156, Android",
        "tiny, onnx, wasm, 1 thr., Android",
    ]


def test_failures_say_whose_they_are() -> None:
    result = BenchResult((), (), {"tiny, onnx, wasm, 2 threads, 1: Chrome 156": "one thread"})
    assert measured_notes(result) == [
        "failed: tiny, onnx, wasm, 2 threads, 1: Chrome 156: one thread"
    ]
