"""Which variants are compared, and which nobody beats."""

from dataclasses import replace

from mobilec.benchmarking.run import Metric
from mobilec.reporting.entries import best, device_name, entries
from tests.mobilec.benchmarking.making import browser, measurand, run, web_run


def variant(ms, size, accuracy=None):
    quality = (Metric("accuracy", 0.9, accuracy, "dev.tsv", 9),) if accuracy else ()
    return run(ms, variant=measurand(size_bytes=size, quality=quality))


def places(*found):
    compared = entries(found)
    return [(e.latency_ms, e.run.variant.size_bytes) for e in best(compared)]


def test_the_quickest_comes_first_and_what_was_not_measured_last():
    found = entries((run(measured=None), run(20.0), run(10.0)))
    assert [entry.latency_ms for entry in found] == [10.0, 20.0, None]


def test_a_smaller_and_a_quicker_one_are_both_best():
    assert places(variant(10.0, 200), variant(20.0, 100)) == [(10.0, 200), (20.0, 100)]


def test_one_that_is_slower_and_larger_is_not():
    assert places(variant(10.0, 100), variant(20.0, 200)) == [(10.0, 100)]


def test_quality_makes_up_for_it():
    assert len(places(variant(10.0, 100, 0.80), variant(20.0, 200, 0.85))) == 2


def test_equals_are_both_best():
    assert len(places(variant(10.0, 100), variant(10.0, 100))) == 2


def test_another_device_beats_nobody():
    quick = run(5.0, device=replace(run().device, name="Other"), variant=measurand(size_bytes=50))
    assert len(best(entries((variant(10.0, 100), quick)))) == 2


def labels(*runs):
    return sorted(entry.label for entry in entries(runs))


def test_labels_say_what_differs():
    assert labels(run(), run(variant=measurand(threads=2))) == [
        "ONNX Runtime, 1 thread",
        "ONNX Runtime, 2 threads",
    ]
    fp32 = measurand(precision="fp32")
    assert labels(run(), run(variant=fp32)) == [
        "ONNX Runtime, 1 thread, fp32",
        "ONNX Runtime, 1 thread, int8",
    ]


def test_runs_that_differ_in_nothing_are_numbered():
    assert labels(run(), run()) == ["ONNX Runtime, 1 thread", "ONNX Runtime, 1 thread #2"]


def test_names_of_devices():
    phone = run()
    assert device_name(phone) == "Maker Phone"
    named = replace(phone.device, name=None, model="Maker X1")
    assert device_name(replace(phone, device=named)) == "Maker X1"
    emulated = replace(phone.device, kind="emulator")
    assert device_name(replace(phone, device=emulated)) == "Maker Phone (emulator)"


def test_names_of_browsers():
    assert device_name(web_run()) == "Google Chrome 156 on M-1 (Android 15)"
    silent = replace(web_run().device, model=None, os="", os_version="")
    nothing = browser(brands=None, user_agent=None, platform=None)
    assert device_name(web_run(device=replace(silent, browser=nothing))) == "a browser"
    platform = replace(nothing, platform="Android", user_agent="Firefox/145.0")
    named = web_run(device=replace(silent, browser=platform))
    assert device_name(named) == "Firefox 145 on Android"


def test_a_browser_stands_beside_the_same_machine():
    host = run(device=replace(run().device, kind="host"))
    found = labels(host, web_run(), web_run(variant=measurand(provider="webgpu")))
    assert found == [
        "ONNX Runtime, 1 thread, SoC 1 (Android)",
        "ONNX Runtime, WebAssembly, 1 thread, Google Chrome 156 on M-1 (Android 15)",
        "ONNX Runtime, WebGPU, 1 thread, Google Chrome 156 on M-1 (Android 15)",
    ]


def test_the_memory_of_a_page_is_that_of_no_process():
    ios = replace(web_run().device, os="iOS")
    assert [e.memory_kind for e in entries((web_run(device=ios),))] == ["page"]
