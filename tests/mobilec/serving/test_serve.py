"""A real server, asked over a real connection, and ended as people end it."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def served(*words: object) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """`mobilec serve`, and the port that it says. Whatever happens, it ends."""
    command = [sys.executable, "-m", "mobilec.cli.main", "serve", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
        try:
            assert it.stderr is not None
            said = ""
            for line in it.stderr:
                said += line
                if line.startswith("open http://localhost:"):
                    yield it, int(line.partition("localhost:")[2].partition("/")[0])
                    return
            pytest.fail(f"it does not say where it is: {said}")
        finally:
            it.kill()


@pytest.fixture
def port() -> int:
    """Free a moment ago."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def test_it_answers_until_ctrl_c(translator_bundle: Path, page: Path, port: int) -> None:
    with served(translator_bundle, "--app", page, "--port", port) as (process, found):
        assert found == port
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        connection.request("GET", "/site.json")
        answered = connection.getresponse()
        assert answered.status == 200 and b'"run": null' in answered.read()
        assert answered.getheader("cross-origin-embedder-policy") == "require-corp"
        assert answered.getheader("server") is None
        # As a client that does not tidy up: no name is resolved, no dot is taken away.
        connection.request("GET", "/bundles/bundle/../../../../etc/passwd")
        lost = connection.getresponse()
        assert lost.status == 404 and lost.read()
        connection.request("GET", "/", headers={"Host": "evil.example"})
        assert connection.getresponse().status == 421
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert process.stderr is not None and "Traceback" not in process.stderr.read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of Unix")
def test_a_signal_to_end_ends_it(translator_bundle: Path, page: Path, port: int) -> None:
    with served(translator_bundle, "--app", page, "--port", port) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 128 + signal.SIGTERM
