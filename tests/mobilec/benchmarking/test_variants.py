"""What a session compares."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.variants import variants

BOTH = ("executorch", "onnx")


def asked(*bundles, runnable=BOTH, **changes):
    options = BenchOptions(tuple(bundles), output=bundles[0].parent / "runs", **changes)
    return [str(variant) for variant in variants(options, runnable)]


def test_every_program_that_runs_there(classifier_bundle, translator_bundle):
    assert asked(classifier_bundle, translator_bundle) == [
        "tiny-bert, executorch, 1 thread",
        "tiny-bert, onnx, 1 thread",
        "tiny-marian, onnx, 1 thread",
    ]


def test_threads_and_an_engine(classifier_bundle):
    found = asked(classifier_bundle, engines=("onnx",), threads=(1, 4))
    assert found == ["tiny-bert, onnx, 1 thread", "tiny-bert, onnx, 4 threads"]


def test_an_engine_that_a_bundle_has_not(translator_bundle):
    with pytest.raises(Refused, match="has no executorch program"):
        asked(translator_bundle, engines=("executorch",))


def test_an_engine_that_the_device_has_not(classifier_bundle):
    with pytest.raises(Refused, match="no engine coreml; it has executorch, onnx"):
        asked(classifier_bundle, engines=("coreml",))


def test_a_bundle_that_the_device_cannot_run(translator_bundle):
    with pytest.raises(Refused, match="export it with"):
        asked(translator_bundle, runnable=("executorch",))


def test_two_bundles_of_one_name(classifier_bundle):
    with pytest.raises(Refused, match="one name"):
        asked(classifier_bundle, classifier_bundle)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"device": "toaster"}, "toaster"),
        ({"threads": (0,)}, "threads"),
        ({"threads": ()}, "threads"),
        ({"runs": 2}, "2 runs"),
        ({"seconds": -1.0}, "negative"),
    ],
)
def test_options_that_make_no_sense(tmp_path, changes, said):
    with pytest.raises(Refused, match=said):
        BenchOptions((tmp_path,), tmp_path, **changes)


def test_no_bundle(tmp_path):
    with pytest.raises(Refused, match="no bundle"):
        BenchOptions((), tmp_path)


def test_rounds_share_the_runs_and_the_last_one_sustains(tmp_path):
    options = BenchOptions((tmp_path,), tmp_path, runs=50, seconds=10.0, sustained_minutes=10.0)
    protocols = [options.protocol(at) for at in range(3)]
    assert [each.runs for each in protocols] == [17, 17, 17]
    assert [each.sustained_minutes for each in protocols] == [0.0, 0.0, 10.0]
    assert sum(each.seconds for each in protocols) == pytest.approx(10.0, abs=0.01)
