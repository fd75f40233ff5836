"""Whatever is sent: one answer in words, nothing written, and whoever is honest goes on."""

import json
import random
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.web import body
from tests.hostile import mutate
from tests.mobilec.benchmarking.web.answering import answer
from tests.mobilec.benchmarking.web.conftest import Asking
from tests.mobilec.benchmarking.web.test_bench import (  # noqa: F401 - a fixture
    Watching,
    browser,
    held,
    options,
    posted,
)

MUTANTS = 120


def test_documents_that_are_wrong_somewhere(one: Asking) -> None:
    """Refused, or what was changed is of the browser alone, and then what is written is whole."""
    refused = 0
    for seed in range(MUTANTS):
        chance = random.Random(seed)
        device = one.device()
        job = one.next(device)["job"]
        right = json.dumps(answer(job, one.bundle).to_json()).encode()
        sent = mutate.bytes_(right, chance) if seed % 4 == 0 else mutate.document(right, chance)[0]
        before = set(one.files)
        answered = one.client.post(f"api/devices/{device}/runs", content=sent)
        new = set(one.files) - before
        if answered.status_code == 201:
            (name,) = new
            run = read_run(one.output / name)
            assert run.variant.manifest_sha256 == json.loads(right)["variant"]["manifest_sha256"]
        else:
            assert answered.status_code in (409, 422), (seed, answered.text)
            assert not new, seed
            words = answered.json()["error"]
            assert words and len(words) < 2000 and "\x1b" not in words, seed
            assert one.next(device)["job"] == job, "it may be sent once more"
            refused += 1
        one.gathering._visitors.clear()
        for name in new:
            (one.output / name).unlink()
    assert MUTANTS / 4 < refused < MUTANTS, "some are refused, and some changes do not matter"


def _talk(address: str, sent: bytes) -> bytes:
    """What a raw connection hears until it is closed."""
    place = urlsplit(address)
    assert place.hostname and place.port
    with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
        connection.sendall(sent)
        heard = b""
        while part := connection.recv(1 << 16):
            heard += part
            if b"error" in heard or b"Invalid" in heard:
                break
        return heard


def test_a_body_that_does_not_come(options, classifier_bundle: Path, monkeypatch) -> None:  # noqa: F811
    monkeypatch.setattr(body, "SLOWEST_S", 0.3)
    heard = []

    def slow(address: str) -> None:
        path = f"{urlsplit(address).path}api/devices"
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n"
        heard.append(_talk(address, head.encode() + b'{"said": {'))
        browser(classifier_bundle)(address)

    result = held(options(), Watching(slow))
    assert heard[0].startswith(b"HTTP/1.1 408") and b"did not come within" in heard[0]
    assert len(result.runs) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9\r\n\r\n",
        b"POST /x HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 200_000,
    ],
)
def test_what_is_no_request(options, classifier_bundle: Path, sent: bytes) -> None:  # noqa: F811
    heard = []

    def raw(address: str) -> None:
        try:
            heard.append(_talk(address, sent))
        except ConnectionError:
            heard.append(b"")
        browser(classifier_bundle)(address)

    result = held(options(), Watching(raw))
    assert not heard[0] or heard[0].startswith(b"HTTP/1.1 4")
    assert len(result.runs) == 1


def test_a_connection_that_is_cut_within_a_document(
    options,  # noqa: F811
    classifier_bundle: Path,
) -> None:
    def cut(address: str) -> None:
        device = posted(address, "api/devices", {"said": {}})["device"]
        job = posted(address, f"api/devices/{device}/next", {})["job"]
        document = json.dumps(answer(job, classifier_bundle).to_json()).encode()
        place = urlsplit(address)
        assert place.hostname and place.port
        with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
            head = f"POST {place.path}api/devices/{device}/runs HTTP/1.1\r\nHost: x\r\n"
            head += f"Content-Length: {len(document)}\r\n\r\n"
            connection.sendall(head.encode() + document[: len(document) // 2])
        # The same again, whole; then the rest.
        posted(address, f"api/devices/{device}/runs", json.loads(document))
        while (job := posted(address, f"api/devices/{device}/next", {})["job"]) is not None:
            posted(address, f"api/devices/{device}/runs", answer(job, classifier_bundle).to_json())

    result = held(options(), Watching(cut))
    assert [run.session.rounds for run in result.runs] == [3]
