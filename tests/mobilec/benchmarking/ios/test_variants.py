"""Compute units take the place of threads in what a session compares."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.options import BenchOptions, IosOptions
from mobilec.benchmarking.variants import left_out, no_obstacle, variants
from mobilec.ios.layout import ENGINES
from tests.mobilec.android.making import make_bundle


def asked(folder, units=("all",), **changes):
    options = BenchOptions(
        (folder,), folder / "runs", device="ios", ios=IosOptions(compute_units=units), **changes
    )
    return variants(options, ENGINES)


def test_core_ml_once_for_its_units_and_others_for_their_threads(tiny):
    found = asked(tiny, ("all", "cpuOnly"), threads=(1, 2))
    assert [str(variant) for variant in found] == [
        "tiny, coreml, all",
        "tiny, coreml, cpuOnly",
        "tiny, executorch, 1 thread",
        "tiny, executorch, 2 threads",
    ]
    assert len({variant.file_name for variant in found}) == 4
    assert found[1].file_name == "tiny.coreml.cpuOnly.json"


def test_threads_of_core_ml_alone_are_refused(tiny):
    with pytest.raises(Refused, match="Core ML takes as many as it likes"):
        asked(tiny, engines=("coreml",), threads=(2,))


def test_compute_units_of_another_engine_are_refused(tiny):
    with pytest.raises(Refused, match="compute units are Core ML's, and executorch is to be"):
        asked(tiny, ("cpuOnly",), engines=("executorch",))


def test_a_bundle_for_android_says_how_to_export_it(tmp_path):
    folder = make_bundle(tmp_path / "tiny", {"onnx": {"model.onnx": b"onnx"}})
    with pytest.raises(Refused, match="the device ios runs coreml, executorch.*--target ios"):
        asked(folder)


def older(bundle, engine):
    """An iPhone with iOS 17, beside packages for iOS 18."""
    return f"{bundle.manifest.name} wants iOS 18" if engine == "coreml" else ""


def test_what_an_older_iphone_cannot_run_is_left_out_and_said(tiny):
    options = BenchOptions((tiny,), tiny / "runs", device="ios")
    found = variants(options, ENGINES, older)
    assert [variant.engine for variant in found] == ["executorch"]
    assert left_out(options, ENGINES, older) == ("tiny wants iOS 18",)
    assert left_out(options, ENGINES, no_obstacle) == ()


def test_what_was_asked_for_by_name_is_refused(tiny):
    options = BenchOptions((tiny,), tiny / "runs", device="ios", engines=("coreml", "executorch"))
    with pytest.raises(Refused, match="tiny wants iOS 18"):
        variants(options, ENGINES, older)
    assert left_out(options, ENGINES, older) == ()


def test_a_bundle_of_which_nothing_runs_is_refused(tmp_path):
    folder = make_bundle(tmp_path / "only", {"coreml": {"model.mlpackage/Manifest.json": b"{}"}})
    with pytest.raises(Refused, match="wants iOS 18"):
        variants(BenchOptions((folder,), folder / "runs", device="ios"), ENGINES, older)


@pytest.mark.parametrize("units", [(), ("gpuOnly",), ("all", "")])
def test_units_that_core_ml_has_not(units):
    with pytest.raises(Refused, match="choose from all, cpuOnly"):
        IosOptions(compute_units=units)


@pytest.mark.parametrize("asked_too", [{"team": "ABCDE12345"}, {"app_id": "org.mine"}])
def test_what_is_signed_already_is_not_signed_again(tmp_path, asked_too):
    with pytest.raises(Refused, match="is built and signed already"):
        IosOptions(app=tmp_path / "Demo.ipa", **asked_too)
