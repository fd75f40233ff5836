"""`mobilec bench`: what it asks the library for, its table, its exit status, and Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mobilec
from mobilec.benchmarking.options import ArmOptions, IosOptions, WebOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.run import Reason
from mobilec.cli.output import Status
from mobilec.serving.options import ReachOptions
from tests.mobilec.benchmarking.making import counted, run, web_run


@pytest.fixture
def asked(monkeypatch):
    seen = []

    def bench(options, progress):
        seen.append(options)
        wrong = run(valid=False, reasons=(Reason("spread", "it spreads by [20 %]"),))
        files = (Path("runs/a.json"), Path("runs/b.json"))
        if "empty" in str(options.output):
            wrong = run(measured=None, exit_status=1, error="no atomics", valid=False)
        failures = {"tiny, coreml": "it died"} if "dying" in str(options.output) else {}
        return BenchResult((run(), wrong), files, failures)

    monkeypatch.setattr(mobilec, "bench", bench, raising=False)
    return seen


def test_a_row_a_variant_and_why_one_is_not_valid(call, asked):
    result = call("bench", "some", "other", "-o", "runs")
    assert result.exit_code == 0, result.stderr
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["tiny,", "onnx,", "1", "thr.", "yes", "20.0", "10.00"] == rows[2][:7]
    assert "not valid: tiny, onnx: it spreads by [20 %]" in result.stdout
    assert "mobilec report runs" in result.stdout


def test_what_was_asked(call, asked):
    words = ("--format", "onnx", "--format", "executorch", "--threads", "1,2", "--runs", "9")
    result = call("bench", "some", *words, "--sustained", "90s", "--seed", "4", "-o", "runs")
    assert result.exit_code == 0, result.stderr
    options = asked[0]
    assert options.bundles == (Path("some"),)
    assert options.engines == ("onnx", "executorch")
    assert (options.threads, options.runs, options.seed) == ((1, 2), 9, 4)
    assert options.sustained_minutes == 1.5
    assert options.device == "host"


@pytest.fixture
def counting(monkeypatch):
    seen = []

    def bench(options, progress):
        seen.append(options)
        return BenchResult((run(measured=None, counted=counted()),), (Path("runs/a.json"),), {})

    monkeypatch.setattr(mobilec, "bench", bench, raising=False)
    return seen


def test_what_was_counted_is_no_failure_and_no_time(call, counting):
    result = call("bench", "some", "--device", "arm", "--cpu", "cortex-a76", "-o", "runs")
    assert result.exit_code == 0, result.stderr
    assert counting[0].device == "arm"
    assert counting[0].arm == ArmOptions(("cortex-a76",))
    assert "Millions of ARM64 instructions" in result.stdout
    rows = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert any("middle, 4 tokens 13.00 3.25 0 0 1.62" in row for row in rows)
    assert any("cortex-a76 loading 52.00" in row for row in rows)
    assert "Medians in milliseconds" not in result.stdout


def test_counts_as_json(call, counting):
    result = call("bench", "some", "--device", "arm", "-o", "runs", "--json")
    (document,) = json.loads(result.stdout)["runs"]
    middle = next(s for s in document["counted"]["sentences"] if s["name"] == "middle")
    assert middle["total"]["dot"] == 3_250_000
    assert document["measured"] is None


@pytest.mark.parametrize("words", [("--cpu", "cortex-a76"), ("--cpu", "a", "--device", "adb")])
def test_a_processor_without_the_device_is_wrong_usage(call, asked, words):
    result = call("bench", "some", *words)
    assert result.exit_code == Status.USAGE
    assert "add --device arm" in result.stderr
    assert not asked


def test_a_phone(call, asked):
    result = call("bench", "some", "--device", "adb", "--serial", "A1", "--no-wait")
    assert result.exit_code == 0, result.stderr
    assert (asked[0].adb.serial, asked[0].adb.wait) == ("A1", False)
    assert asked[0].adb.app_id == ""
    assert asked[0].output.parent == Path("runs")


def test_an_app_of_ones_own_on_a_phone(call, asked):
    result = call("bench", "some", "--device", "adb", "--app-id", "org.mine.app")
    assert result.exit_code == 0, result.stderr
    assert asked[0].adb.app_id == "org.mine.app"


@pytest.mark.parametrize("name", ["mine", "org.mine;reboot", "org..mine", "1.org", "org.mine "])
def test_what_is_no_application_id_is_refused(call, asked, name):
    result = call("bench", "some", "--device", "adb", "--app-id", name)
    assert result.exit_code == Status.REFUSED
    assert "com.example.app" in result.stderr


def test_an_iphone(call, asked):
    words = ("--serial", "A1", "--team", "T1", "--app-id", "org.mine", "--no-wait")
    units = ("--compute-units", "all,cpuOnly")
    result = call("bench", "some", "--device", "ios", *words, *units)
    assert result.exit_code == 0, result.stderr
    assert asked[0].ios == IosOptions(
        serial="A1",
        team="T1",
        app_id="org.mine",
        compute_units=("all", "cpuOnly"),
        wait=False,
    )


def test_unknown_compute_units_are_refused(call, asked):
    result = call("bench", "some", "--device", "ios", "--compute-units", "gpuOnly")
    assert result.exit_code == Status.REFUSED
    assert "choose from all, cpuOnly" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--serial", "A1"),
        ("--no-wait",),
        ("--apk", "a.apk"),
        ("--apk", "a.apk", "--device", "ios"),
        ("--app", "ios_demo"),
        ("--team", "T1", "--device", "adb"),
        ("--app-id", "org.mine"),
        ("--compute-units", "all", "--device", "adb"),
    ],
)
def test_what_is_for_another_device_is_wrong_usage(call, asked, words):
    assert call("bench", "some", *words).exit_code == Status.USAGE
    assert not asked


def test_browsers(call, asked):
    words = ("--devices", "3", "--provider", "wasm,webgpu", "--lan", "--port", "9000")
    result = call("bench", "some", "--device", "web", *words, "--app", "dist")
    assert result.exit_code == 0, result.stderr
    reach = ReachOptions(lan=True, port=9000, app=Path("dist"))
    assert asked[0].web == WebOptions(3, ("wasm", "webgpu"), reach=reach)
    assert asked[0].ios == IosOptions()


def test_a_phone_on_a_cable(call, asked):
    result = call("bench", "some", "--device", "web", "--adb", "--serial", "A1")
    assert result.exit_code == 0, result.stderr
    assert asked[0].web == WebOptions(adb=True, serial="A1")
    assert asked[0].adb.serial == "A1"


@pytest.mark.parametrize(
    "words",
    [
        *(("--devices", "2"), ("--provider", "wasm"), ("--lan",), ("--port", "1"), ("--adb",)),
        ("--lan", "--device", "adb"),
        ("--serial", "A1", "--device", "web"),
        ("--no-wait", "--device", "web"),
        ("--app-id", "org.mine", "--device", "web", "--adb"),
        ("--app", "dist", "--device", "adb"),
        ("--devices", "0", "--device", "web"),
    ],
)
def test_what_is_for_browsers_alone_or_not_for_them_is_wrong_usage(call, asked, words):
    assert call("bench", "some", *words).exit_code == Status.USAGE
    assert not asked


def test_a_provider_that_is_none_is_refused(call, asked):
    result = call("bench", "some", "--device", "web", "--provider", "webnn")
    assert result.exit_code == Status.REFUSED
    assert "choose from wasm, webgpu" in result.stderr


def test_browsers_are_named_and_an_interruption_keeps_what_there_is(call, monkeypatch):
    def bench(options, progress):
        return BenchResult((web_run(),), (Path("runs/a.json"),), {}, interrupted=True)

    monkeypatch.setattr(mobilec, "bench", bench, raising=False)
    result = call("bench", "some", "--device", "web")
    assert result.exit_code == Status.INTERRUPTED
    assert "tiny, onnx, wasm, 1 thr., Google Chrome 156, Android" in result.stdout
    assert "draw it: mobilec report" in result.stdout


@pytest.mark.parametrize("words", [("--threads", "0"), ("--threads", "")])
def test_no_threads_are_refused(call, words):
    assert call("bench", "some", *words).exit_code == Status.REFUSED


def test_a_variant_that_failed_is_the_status(call, asked):
    result = call("bench", "some", "-o", "dying")
    assert result.exit_code == Status.REFUSED
    assert "failed: tiny, coreml: it died" in result.stdout


def test_a_run_that_measured_nothing_is_the_status_too(call, asked):
    assert call("bench", "some", "-o", "empty").exit_code == Status.REFUSED


def test_machines(call, asked):
    document = json.loads(call("bench", "some", "--json").stdout)
    assert document["files"] == ["runs/a.json", "runs/b.json"]
    assert document["runs"][1]["reasons"][0]["code"] == "spread"


def test_ctrl_c_leaves_no_file_and_no_process(translator_bundle, tmp_path):
    output = tmp_path / "runs"
    command = [sys.executable, "-m", "mobilec.cli.main", "bench", str(translator_bundle)]
    process = subprocess.Popen(
        [*command, "--seconds", "600", "-o", str(output)],
        stderr=subprocess.PIPE,
        text=True,
        # What a shell starts in the background ignores it, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "timing" in line:
            break
    measuring = _children(process.pid)
    assert measuring
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=60)
    assert process.returncode == Status.INTERRUPTED
    assert "nothing was left half done" in words
    assert not list(output.iterdir())
    end = time.monotonic() + 10
    while any(map(_lives, measuring)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(_lives, measuring))


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    if not listed.is_file():
        pytest.skip("this system does not list the children of a process in /proc")
    return [int(word) for word in listed.read_text().split()]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
