"""What the page asks and sends, as the contract has it, and what nobody may send."""

import json

import pytest

from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.web import api, body, gathering
from tests.mobilec.benchmarking.web.answering import answer
from tests.mobilec.benchmarking.web.conftest import Asking

AGENT = "Mozilla/5.0 (Linux; Android 10; K) Chrome/156.0.0.0 Mobile Safari/537.36"


def test_a_browser_measures_everything_and_is_told_so(one: Asking) -> None:
    device = one.device(user_agent=AGENT, platform="Android")
    first = one.next(device)
    assert (first["done"], first["of"]) == (0, 3)
    assert first["job"]["folder"] == "tiny"
    assert (first["job"]["engine"], first["job"]["provider"]) == ("onnx", "wasm")
    assert first["job"]["protocol"]["runs"] == 1
    for done in (1, 2, 3):
        answered = one.measure(device)
        assert (answered.status_code, answered.json()) == (201, {"done": done, "of": 3})
    assert one.next(device) == {"job": None, "done": 3, "of": 3}
    assert one.files == ["tiny-bert.onnx.wasm.1.web1.json"]
    run = read_run(one.output / one.files[0])
    assert run.valid and run.session.rounds == 3
    assert run.protocol.runs == 3
    assert one.watcher.ends == [
        ("1: Chrome 156 on Android", "measured tiny-bert, onnx, wasm, 1 thread")
    ]


def test_the_same_job_until_it_is_answered(one: Asking) -> None:
    device = one.device()
    assert one.next(device) == one.next(device)
    one.measure(device)
    assert one.next(device)["job"]["seed"] == 1


def test_rounds_so_far_are_kept_whole(one: Asking) -> None:
    device = one.device()
    one.measure(device)
    assert one.files == ["tiny-bert.onnx.wasm.1.web1.unfinished.json"]
    assert read_run(one.output / one.files[0]).session.rounds == 1
    result = one.gathering.result()
    assert result.interrupted and not result.runs


def test_two_browsers_at_once_are_two_sessions(two: Asking) -> None:
    first, second = two.device(), two.device()
    assert first != second
    for _ in range(3):
        assert two.measure(first).status_code == 201
        assert two.measure(second).status_code == 201
    assert two.files == ["tiny-bert.onnx.wasm.1.web1.json", "tiny-bert.onnx.wasm.1.web2.json"]
    runs = [read_run(two.output / name) for name in two.files]
    assert runs[0].session.id != runs[1].session.id
    assert not two.gathering.result().interrupted


def test_progress_is_of_the_whole_session(one: Asking) -> None:
    device = one.device(user_agent=AGENT)
    one.next(device)
    said = one.client.post(f"api/devices/{device}/progress", json={"share": 0.5, "what": "timing"})
    assert said.status_code == 204
    assert one.watcher.words[-1] == ("1: Chrome 156", round(0.5 / 3, 3), "timing")


@pytest.mark.parametrize(
    "said", [{}, {"share": 2, "what": "x"}, {"share": True, "what": "x"}, {"share": 0.1, "what": 3}]
)
def test_progress_that_is_none(one: Asking, said: object) -> None:
    device = one.device()
    one.next(device)
    answered = one.client.post(f"api/devices/{device}/progress", json=said)
    assert answered.status_code == 400 and answered.json()["error"]


def test_what_a_terminal_would_obey_does_not_reach_it(one: Asking) -> None:
    device = one.device(user_agent="\x1b[2J", platform="A\x1b]0;x\x07 B" + "C" * 500)
    one.next(device)
    one.client.post(
        f"api/devices/{device}/progress", json={"share": 0.5, "what": "a\x1b[31m\nb" + "c" * 500}
    )
    for who, _, what in one.watcher.words:
        assert "\x1b" not in who + what and "\n" not in who + what
        assert len(who + what) < 300


def test_a_variant_that_failed_is_not_asked_again(asking) -> None:
    run = asking(threads=(1, 2))
    device = run.device()
    first = run.next(device)
    run.client.post(f"api/devices/{device}/failed", json={"message": "one thread is all there is"})
    failed = first["job"]["threads"]
    while (job := run.next(device)["job"]) is not None:
        assert job["threads"] != failed
        run.send(device, answer(job, run.bundle).to_json())
    result = run.gathering.result()
    assert [r.variant.threads for r in result.runs] == [3 - failed]
    assert list(result.failures.values()) == ["one thread is all there is"]
    assert not result.interrupted


def test_an_answer_that_was_lost_may_be_sent_again(one: Asking) -> None:
    device = one.device()
    document = answer(one.next(device)["job"], one.bundle).to_json()
    assert one.send(device, document).status_code == 201
    before = (one.output / one.files[0]).read_bytes()
    one.next(device)
    again = one.send(device, document)
    assert (again.status_code, again.json()["done"]) == (201, 1)
    assert (one.output / one.files[0]).read_bytes() == before


def test_a_page_that_is_open_twice_is_told(one: Asking) -> None:
    device = one.device()
    job = one.next(device)["job"]
    first, second = (answer(job, one.bundle).to_json() for _ in range(2))
    assert one.send(device, first).status_code == 201
    late = one.send(device, second)
    assert late.status_code == 409 and "no job is given out" in late.json()["error"]
    one.next(device)
    late = one.send(device, second)
    assert late.status_code == 409 and "session.seed is 0, not 1" in late.json()["error"]
    assert read_run(one.output / one.files[0]).session.rounds == 1


def _deep(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "not JSON"),
        (b"\xff\xfe", 422, "not JSON"),
        (b"{", 422, "not JSON"),
        (b"NaN", 422, "not JSON"),
        (_deep(101), 422, "deeper"),
        (_deep(200_000), 422, "deeper"),
        (b"1" * 5000, 422, "not JSON"),
        (b"[]", 422, "no run.json|is not a run.json"),
        (b'{"schema": 1}', 422, "run.schema.json"),
        (b'{"schema": 2}', 422, "not a run.json of version 1"),
        (b'{"schema": 1, "schema": 1}', 422, "twice"),
    ],
)
def test_what_is_no_document_leaves_nothing(one: Asking, content, status, said) -> None:
    device = one.device()
    job = one.next(device)["job"]
    answered = one.client.post(f"api/devices/{device}/runs", content=content)
    assert answered.status_code == status, answered.text
    assert any(words in answered.json()["error"] for words in said.split("|"))
    assert one.files == []
    assert one.next(device)["job"] == job
    assert one.measure(device).status_code == 201, "the browser may go on"


def test_what_is_too_large_is_not_read(one: Asking, monkeypatch) -> None:
    monkeypatch.setattr(api, "LARGEST_DOCUMENT_BYTES", 1000)
    device = one.device()
    one.next(device)
    path = f"api/devices/{device}/runs"
    for sent in (b"x" * 1001, iter([b"x" * 600, b"x" * 600])):
        answered = one.client.post(path, content=sent)
        assert answered.status_code == 413
        assert "1,000 bytes" in answered.json()["error"]
    answered = one.client.post("api/devices", content=b" " * (body.LARGEST_WORDS_BYTES + 1))
    assert answered.status_code == 413
    assert one.files == []


@pytest.mark.parametrize("name", ["nobody", "..", "%2e%2e%2f", "a b", "x" * 3000])
def test_a_device_that_never_came(one: Asking, name: str) -> None:
    for what in ("next", "progress", "runs", "failed"):
        answered = one.client.post(f"api/devices/{name}/{what}", json={})
        assert answered.status_code == 404 and answered.json()["error"]
    assert one.files == []


@pytest.mark.parametrize("what", ["runs", "failed", "progress"])
def test_an_answer_before_a_question(one: Asking, what: str) -> None:
    device = one.device()
    said = {"share": 0.1, "what": "x", "message": "x"}
    answered = one.client.post(f"api/devices/{device}/{what}", json=said)
    assert answered.status_code == 409
    assert "no job is given out" in answered.json()["error"]


@pytest.mark.parametrize("content", [b"[]", b"1", b"{", b'"x"'])
def test_words_that_are_no_object(one: Asking, content: bytes) -> None:
    answered = one.client.post("api/devices", content=content)
    assert answered.status_code == 400 and "object" in answered.json()["error"]
    assert one.gathering.result().runs == ()


@pytest.mark.parametrize("message", [None, "", 3, "\x1b\x1b"])
def test_a_failure_without_words(one: Asking, message: object) -> None:
    device = one.device()
    one.next(device)
    answered = one.client.post(f"api/devices/{device}/failed", json={"message": message})
    assert answered.status_code == 400


def test_no_more_browsers_than_a_run_takes(one: Asking, monkeypatch) -> None:
    monkeypatch.setattr(gathering, "MOST", 2)
    one.device(), one.device()
    answered = one.client.post("api/devices", json={"said": {}})
    assert answered.status_code == 503


def test_a_disk_that_is_full_is_said_and_asked_again(one: Asking, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    device = one.device()
    document = answer(one.next(device)["job"], one.bundle).to_json()
    with monkeypatch.context() as patched:
        patched.setattr("mobilec.benchmarking.rounds.write_run", full)
        answered = one.send(device, document)
    assert answered.status_code == 507
    assert answered.json()["error"] == "the document was not written: No space left on device"
    assert one.files == []
    assert one.send(device, document).status_code == 201


def test_a_defect_is_one_answer_and_the_others_go_on(two: Asking, monkeypatch) -> None:
    first, second = two.device(), two.device()
    document = answer(two.next(first)["job"], two.bundle).to_json()
    with monkeypatch.context() as patched:
        patched.setattr(api, "read_upload", lambda *_: 1 / 0)
        answered = two.send(first, document)
    assert answered.status_code == 500 and "ZeroDivisionError" in answered.json()["error"]
    assert two.measure(second).status_code == 201
    assert two.send(first, document).status_code == 201


def test_other_paths_and_ways_are_refused(one: Asking) -> None:
    assert one.client.get("api/devices").status_code in (404, 405)
    assert one.client.post("api/else", json={}).json()["error"]
    assert json.loads(one.client.get("api/").text)["error"]
