"""A document is held against the job: whatever it says otherwise is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.rounds import turns
from mobilec.benchmarking.run import App
from mobilec.benchmarking.variants import variants
from mobilec.benchmarking.web.course import Asked, Outstanding
from mobilec.benchmarking.web.upload import Another, Unfit, read_upload
from mobilec.web.content import ENGINES
from tests.mobilec.benchmarking.making import browser, counted
from tests.mobilec.benchmarking.web.answering import answer


@pytest.fixture
def outstanding(classifier_bundle: Path, tmp_path: Path) -> Outstanding:
    return _outstanding(classifier_bundle, tmp_path)


def _outstanding(bundle: Path, folder: Path) -> Outstanding:
    options = BenchOptions((bundle,), folder, device="web")
    asked = variants(options, ENGINES)
    folders = {v.bundle.manifest.name: "tiny" for v in asked}
    turn = next(iter(turns(asked, 3, 0)))
    return Outstanding(
        turn, Asked(options, asked, folders, App("mobilec", "1", "", "release")).job(turn)
    )


def _sent(outstanding: Outstanding, bundle: Path, **changes: object) -> dict[str, Any]:
    return answer(outstanding.job.to_json(), bundle, **changes).to_json()  # type: ignore[arg-type]


def _read(document: object, outstanding: Outstanding) -> object:
    return read_upload(json.dumps(document).encode(), outstanding)


def test_what_was_asked_is_taken(outstanding: Outstanding, classifier_bundle: Path) -> None:
    run = read_upload(json.dumps(_sent(outstanding, classifier_bundle)).encode(), outstanding)
    assert run.variant.provider == "wasm"
    assert run.variant.engine_version == "1.30.0"


def test_of_a_translator_too(translator_bundle: Path, tmp_path: Path) -> None:
    outstanding = _outstanding(translator_bundle, tmp_path)
    run = read_upload(json.dumps(_sent(outstanding, translator_bundle)).encode(), outstanding)
    assert set(run.measured.sentences[0].methods) == {"encode", "decode"}  # type: ignore[union-attr]


def test_one_that_measured_nothing_says_why(
    outstanding: Outstanding, classifier_bundle: Path
) -> None:
    nothing = {"measured": None, "goldens": None, "exit_status": 1, "error": "out of memory"}
    sent = _sent(outstanding, classifier_bundle, **nothing)
    assert read_upload(json.dumps(sent).encode(), outstanding).error == "out of memory"


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(runner="kotlin"), "runner is 'kotlin', not 'typescript'"),
        (lambda d: d["device"].update(kind="phone"), "device.kind is 'phone', not 'web'"),
        (lambda d: d["device"].update(browser=None), "device.browser is False, not True"),
        (lambda d: d["session"].update(seed=7), "session.seed is 7, not 0"),
        (lambda d: d["protocol"].update(runs=1), "protocol.runs is 1, not 17"),
        (lambda d: d["protocol"].update(warmups=0), "protocol.warmups"),
        (lambda d: d["variant"].update(bundle="other"), "variant.bundle is 'other'"),
        (lambda d: d["variant"].update(manifest_sha256="1" * 64), "variant.manifest_sha256"),
        (lambda d: d["variant"].update(sha256="1" * 64), "variant.sha256"),
        (lambda d: d["variant"].update(engine="coreml"), "variant.engine is 'coreml'"),
        (lambda d: d["variant"].update(threads=2), "variant.threads is 2, not 1"),
        (lambda d: d["variant"].update(provider="webgpu"), "variant.provider is 'webgpu'"),
        (lambda d: d["variant"].update(size_bytes=1), "variant.size_bytes is 1"),
        (lambda d: d["variant"].update(quality=[]), ""),
    ],
)
def test_another_jobs_document(
    outstanding: Outstanding, classifier_bundle: Path, change: Change, said: str
) -> None:
    document = _sent(outstanding, classifier_bundle)
    change(document)
    if not said:
        assert _read(document, outstanding), "the bundle has no figures of quality"
        return
    with pytest.raises(Another, match="is not of the job that was given out") as refused:
        _read(document, outstanding)
    assert said in str(refused.value)


def test_many_differences_are_one_message(
    outstanding: Outstanding, classifier_bundle: Path
) -> None:
    document = _sent(outstanding, classifier_bundle)
    document["variant"] |= {"bundle": "x" * 5000, "threads": 9, "model": "y", "beams": 3}
    with pytest.raises(Another, match="and 1 more") as refused:
        _read(document, outstanding)
    assert len(str(refused.value)) < 500


def test_what_was_counted_is_of_no_browser(
    outstanding: Outstanding, classifier_bundle: Path
) -> None:
    with pytest.raises(Another, match="counted"):
        _read(_sent(outstanding, classifier_bundle, counted=counted()), outstanding)


def _sentence(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["measured"]["sentences"][0]
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["measured"]["sentences"].pop(), "has the sentences short, middle"),
        (lambda d: _sentence(d).update(name="middle"), "has the sentences middle, middle"),
        (
            lambda d: d["measured"]["sentences"].append(_sentence(d)),
            "short, middle, longest, short",
        ),
        (lambda d: _sentence(d).update(methods={}), "the program has forward"),
        (lambda d: _sentence(d)["methods"].update(x=_sentence(d)["run_ms"]), "forward, x"),
        (lambda d: _sentence(d)["total_ms"]["samples"].append(1e300), "no run takes as long"),
        (lambda d: d["measured"]["load"].update(cold_ms=[1e308, 1e308]), "no run takes as long"),
    ],
)
def test_times_that_cannot_be(
    outstanding: Outstanding, classifier_bundle: Path, change: Change, said: str
) -> None:
    document = _sent(outstanding, classifier_bundle)
    change(document)
    with pytest.raises(Unfit, match=said):
        _read(document, outstanding)


def test_times_of_a_translator_of_a_classifier(
    outstanding: Outstanding, classifier_bundle: Path
) -> None:
    from tests.mobilec.benchmarking.making import measured

    document = _sent(outstanding, classifier_bundle)
    translated = measured(translates=True).sentences[0]
    _sentence(document)["translation"] = json.loads(
        json.dumps(replace(translated).translation, default=lambda each: each.__dict__)
    )
    with pytest.raises(Unfit, match="times of a translator"):
        _read(document, outstanding)


def test_what_the_schema_does_not_know(outstanding: Outstanding, classifier_bundle: Path) -> None:
    document = _sent(outstanding, classifier_bundle)
    document["device"]["browser"]["speed"] = "fast"
    with pytest.raises(Unfit, match=r"run\.schema\.json.*speed"):
        _read(document, outstanding)


def test_the_fields_are_those_that_the_manifest_has(classifier_bundle: Path) -> None:
    """One that a variant gets some day is either of the browser or held."""
    known = described(Bundle.open(classifier_bundle), "onnx", 1, "")
    assert known.engine_version == "" and known.delegated is None
    assert browser().hidden == 0
