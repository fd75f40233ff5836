"""Real processes on this machine, with tiny models."""

import json

import pytest

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.device import Crashed
from mobilec.benchmarking.host.device import Host
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.run import App, Protocol

APP = App("mobilec", "0", "", "release")
QUICK = Protocol(warmups=1, runs=3, seconds=0.0, sustained_minutes=0.0)


def job(bundle, engine, protocol=QUICK) -> Job:
    return Job(str(bundle), engine, 1, protocol, 0, APP)


@pytest.mark.parametrize("engine", ["executorch", "onnx"])
def test_a_classifier(classifier_bundle, engine):
    heard = []
    run = Host().measure(
        job(classifier_bundle, engine), lambda share, what: heard.append((share, what))
    )
    assert run.error is None
    assert run.goldens.passed
    assert run.goldens.sentences == len(Bundle.open(classifier_bundle).golden.sentences)
    assert [what for _, what in heard[:4]] == ["loading", "goldens", "warm-up", "timing"]
    assert heard[-1] == (1.0, "timing")
    measured = run.measured
    assert [s.name for s in measured.sentences] == ["short", "middle", "longest"]
    lengths = [s.source_tokens for s in measured.sentences]
    assert lengths == sorted(lengths)
    assert all(s.total_ms.statistics.count == 3 for s in measured.sentences)
    assert all(set(s.methods) == {"forward"} for s in measured.sentences)
    assert len(measured.load.cold_ms) == 1
    (first_answer_ms,) = measured.load.first_answer_ms
    parts = (measured.load.cold_ms[0], measured.load.first_run_ms[0], measured.load.tokenizer_ms[0])
    assert sum(parts) < first_answer_ms < 1000 * 600
    memory = measured.memory
    for pages in (memory.rollup.baseline, memory.rollup.loaded, memory.rollup.after_runs):
        assert 0 < pages.pss_bytes <= memory.peak_with_swap_bytes
    assert memory.peak_with_swap_bytes >= memory.peak_bytes >= memory.loaded_bytes > 0
    assert (
        run.variant.size_bytes == Bundle.open(classifier_bundle).manifest.program(engine).size_bytes
    )


def test_a_translator(translator_bundle):
    run = Host().measure(job(translator_bundle, "onnx"), lambda share, what: None)
    bundle = Bundle.open(translator_bundle)
    said = {s.text: s.translation for s in bundle.golden.sentences}
    assert run.goldens.passed
    assert run.variant.beams == 2
    for sentence in run.measured.sentences:
        times, decode = sentence.translation, sentence.methods["decode"]
        assert sentence.answer == said[sentence.text]
        assert decode.statistics.count == times.per_token_ms.statistics.count + 3
        assert times.encode_ms.samples == sentence.methods["encode"].samples
        for total, *parts in zip(
            sentence.total_ms.samples,
            sentence.tokenize_ms.samples,
            sentence.run_ms.samples,
            sentence.detokenize_ms.samples,
            strict=True,
        ):
            assert total == pytest.approx(sum(parts), abs=1e-3)
        for first, whole in zip(times.first_token_ms.samples, sentence.run_ms.samples, strict=True):
            assert 0 < first < whole


def test_sustained_minutes(classifier_bundle):
    short = Protocol(warmups=0, runs=1, seconds=0.0, sustained_minutes=0.01)
    run = Host().measure(job(classifier_bundle, "onnx", short), lambda share, what: None)
    assert [minute.minute for minute in run.measured.sustained] == [0]
    assert run.measured.sustained[0].runs >= 1


def test_wrong_goldens_are_found_and_the_run_is_not_valid(classifier_bundle, tmp_path):
    spoilt = _with_other_goldens(classifier_bundle, tmp_path / "spoilt")
    run = Host().measure(job(spoilt, "onnx"), lambda share, what: None)
    assert not run.goldens.passed
    assert run.goldens.difference.text
    assert run.goldens.difference.expected != run.goldens.difference.found
    assert not run.valid
    assert "goldens" in [reason.code for reason in run.reasons]
    assert run.measured is not None


def test_a_process_that_dies_is_a_crash_with_its_last_words(tmp_path):
    with pytest.raises(Crashed, match=r"exit status 1 and wrote no result: .*is not a bundle"):
        Host().measure(job(tmp_path, "onnx"), lambda share, what: None)


def _with_other_goldens(bundle, folder):
    """A copy whose golden sentences expect the logits with their signs turned, its hashes right."""
    import shutil

    from exporters.bundle.digest import digest

    shutil.copytree(bundle, folder)
    path = folder / "golden.json"
    golden = json.loads(path.read_text())
    for sentence in golden["sentences"]:
        sentence["logits"] = [-logit for logit in sentence["logits"]]
    path.write_text(json.dumps(golden))
    manifest = json.loads((folder / "manifest.json").read_text())
    sha256, size = digest(path)
    for text in manifest["texts"]:
        if text["role"] == "golden":
            text["sha256"], text["size_bytes"] = sha256, size
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder
