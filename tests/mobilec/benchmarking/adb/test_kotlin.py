"""The whole way with the app's own core: the real adb, and real inference of both shipped bundles
and of one with a shortlist by Kotlin, on a stand-in phone whose app runs on this machine's JVM."""

from dataclasses import replace

import pytest

import mobilec
from exporters.bundle.bundle import Bundle
from exporters.bundle.translator import Translator
from mobilec.benchmarking.options import AdbOptions, BenchOptions
from mobilec.benchmarking.run_file import read_run
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import TranslationOptions
from tests.bundles import bundles
from tests.mobilec.benchmarking.adb import jvm
from tests.mobilec.benchmarking.adb.standin.apps import Kotlin
from tests.shortlists import save_listed

REASON = jvm.lacking()


def _options(shipped, tmp_path, serial):
    return BenchOptions(
        bundles=shipped,
        output=tmp_path / "runs",
        device="adb",
        engines=("onnx",),
        warmups=1,
        runs=2,
        seconds=0.0,
        rounds=1,
        adb=AdbOptions(serial),
    )


@pytest.mark.kotlin
@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_a_phone_measures_both_shipped_bundles(plugged, tmp_path):
    phone = plugged(app=Kotlin(jvm.command(tmp_path)))
    shipped = tuple(bundles("phone") / name for name in ("translation", "sentiment"))
    result = mobilec.bench(_options(shipped, tmp_path, phone.serial))
    assert not result.failures
    translation, sentiment = map(read_run, result.files)
    for run in (translation, sentiment):
        assert run.runner == "kotlin"
        assert run.goldens.passed
        assert len(run.measured.load.cold_ms) == 1
        assert all(s.total_ms.statistics.count == 2 for s in run.measured.sentences)
        assert run.variant.delegated.operators > 0
    in_python = Translator(Bundle.open(shipped[0]), "onnx")
    for sentence in translation.measured.sentences:
        assert sentence.answer == in_python.translate(sentence.text).text
    labels = {s.text: s.label for s in Bundle.open(shipped[1]).golden.sentences}
    for sentence in sentiment.measured.sentences:
        assert sentence.answer == labels[sentence.text]


@pytest.mark.kotlin
@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_a_phone_searches_by_a_shortlist(plugged, tmp_path):
    checkpoint = save_listed(tmp_path / "tiny-listed")
    bundle = tmp_path / "bundle"
    told = TranslationOptions(max_target=11)
    export(
        ExportOptions(str(checkpoint), ("onnx",), lengths=(40,), translation=told, output=bundle)
    )
    phone = plugged(app=Kotlin(jvm.command(tmp_path)))
    result = mobilec.bench(_options((bundle,), tmp_path, phone.serial))
    assert not result.failures
    (run,) = map(read_run, result.files)
    assert run.goldens.passed
    opened = Bundle.open(bundle)
    listed = Translator(opened, "onnx")
    free = replace(opened.manifest, decoding=replace(opened.manifest.decoding, shortlist=None))
    every = Translator(replace(opened, manifest=free), "onnx")
    answers = [(s.answer, listed.translate(s.text).text) for s in run.measured.sentences]
    assert [mine for mine, _ in answers] == [theirs for _, theirs in answers]
    assert any(s.answer != every.translate(s.text).text for s in run.measured.sentences)
