"""Tiny bundles counted on emulated processors: the same each time, and of the right kind."""

from dataclasses import replace
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.arm.counting.program import CountedProgram
from mobilec.benchmarking.counting.device import Counted
from mobilec.benchmarking.device import Crashed
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.options import ArmOptions, BenchOptions
from mobilec.benchmarking.run import App, Protocol, Run
from mobilec.benchmarking.run_file import read_run, write_run
from mobilec.benchmarking.validity import judged
from mobilec.benchmarking.variants import variants

APP = App("mobilec", "0", "", "release")
FORMATS = ("executorch", "onnx")


def run(bundle: Path, engine: str, processor: str = "cortex-a76", heard=lambda *_: None) -> Run:
    job = Job(str(bundle), engine, 1, Protocol(1, 2, 0.0, 0.0), 0, APP, processor=processor)
    return Counted().measure(job, heard)


@pytest.mark.parametrize(("engine", "apart"), [("executorch", 1e-4), ("onnx", 5e-3)])
def test_counts_are_the_same_in_every_process(counts, classifier_bundle, engine, apart, tmp_path):
    """Of so small a model ONNX Runtime's allocator is a share that is seen."""
    heard = []
    first = run(classifier_bundle, engine, heard=lambda share, what: heard.append((share, what)))
    again = run(classifier_bundle, engine)
    assert first.valid and first.goldens.passed and first.measured is None
    for one, other in zip(first.counted.sentences, again.counted.sentences, strict=True):
        assert one.total.instructions == pytest.approx(other.total.instructions, rel=apart)
        assert one.total.products == other.total.products
    assert first.counted.load.instructions == pytest.approx(
        again.counted.load.instructions, rel=apart
    )
    assert "about" in heard[1][1] and heard[-1] == (1.0, "counting")
    write_run(first, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == first


def test_what_is_counted_follows_from_the_processor_and_the_sentence(counts, classifier_bundle):
    old, new = (
        run(classifier_bundle, "executorch", name).counted for name in ("cortex-a53", "cortex-a710")
    )
    assert old.int8 == () and new.int8 == ("asimddp", "i8mm")
    assert all(each.total.dot == each.total.matrix == 0 for each in old.sentences)
    assert all(each.total.matrix > 0 for each in new.sentences)
    for found in (old, new):
        short, longest = (found.sentence(name).total for name in ("short", "longest"))
        assert short.instructions < longest.instructions
        assert found.first_answer.instructions > found.load.instructions > 0
        assert 0.5 < sum(place.share for place in found.places) <= 1
        assert any("xnnpack" in place.library for place in found.places)


def test_a_translator_has_a_token_and_its_methods(counts, translator_bundle):
    found = run(translator_bundle, "onnx").counted
    for sentence in found.sentences:
        assert set(sentence.methods) == {"encode", "decode"}
        parts = sum(each.instructions for each in sentence.methods.values())
        assert parts == pytest.approx(sentence.total.instructions, abs=2)
        assert sentence.per_token.instructions < sentence.methods["decode"].instructions


def test_a_program_that_dies_is_a_crash(counts, classifier_bundle, monkeypatch):
    call = CountedProgram.call

    def killed(program, method, inputs):
        if program.made:
            program._process._process.kill()
        return call(program, method, inputs)

    monkeypatch.setattr(CountedProgram, "call", killed)
    with pytest.raises(Crashed, match="the ARM process ended in forward: signal 9"):
        run(classifier_bundle, "executorch")


def test_nothing_is_started_where_nothing_counts(classifier_bundle, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(Refused, match="mobilec arm setup --count"):
        with Counted().prepared((), None):
            pytest.fail("it was prepared")


def options(bundle: Path, **changes) -> BenchOptions:
    return BenchOptions((bundle,), bundle.parent / "runs", device="arm", **changes)


def test_each_processor_is_a_variant(classifier_bundle):
    asked = options(classifier_bundle, engines=("onnx",), arm=ArmOptions(("cortex-a53",)))
    assert [str(each) for each in variants(asked, FORMATS)] == ["tiny-bert, onnx, cortex-a53"]
    unasked = variants(options(classifier_bundle, engines=("onnx",)), FORMATS)
    assert [each.file_name for each in unasked] == [
        f"tiny-bert.onnx.{name}.json" for name in ("cortex-a53", "cortex-a76", "cortex-a710")
    ]
    assert options(classifier_bundle).processes == 1


def test_an_unknown_processor_is_refused(classifier_bundle):
    with pytest.raises(Refused, match="cortex-z9"):
        variants(options(classifier_bundle, arm=ArmOptions(("cortex-z9",))), FORMATS)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"threads": (2,)}, "--threads"), ({"runs": 9}, "--runs"), ({"seconds": 1.0}, "--seconds")],
)
def test_what_would_do_nothing_is_refused(classifier_bundle, changes, said):
    with pytest.raises(Refused, match=f"{said} would do nothing"):
        options(classifier_bundle, **changes)


def test_passes_that_differ_are_not_valid(counts, classifier_bundle):
    found = run(classifier_bundle, "executorch")
    apart = judged(replace(found, counted=replace(found.counted, difference=0.02)))
    assert [reason.code for reason in apart.reasons] == ["counts"]
    assert "2.00%" in apart.reasons[0].message
