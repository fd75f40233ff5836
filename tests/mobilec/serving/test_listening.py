"""Which port, for whom, and by which address."""

import socket

import pytest

from exporters.errors import Refused
from mobilec.serving import listening as subject
from mobilec.serving.listening import listening
from mobilec.serving.options import ReachOptions, ServeOptions


@pytest.fixture
def taken() -> object:
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held.getsockname()[1]


def test_this_machine_alone_unless_asked(monkeypatch) -> None:
    with listening(ReachOptions()) as found:
        assert found.socket.getsockname()[0] == "127.0.0.1"
        assert found.address("t") == f"http://localhost:{found.port}/t/"
        assert found.address("") == f"http://localhost:{found.port}/"
    monkeypatch.setattr(subject, "_lan_address", lambda: "192.168.1.7")
    with listening(ReachOptions(lan=True)) as found:
        assert found.socket.getsockname()[0] == "0.0.0.0"
        assert found.address("t") == f"http://192.168.1.7:{found.port}/t/"
        assert found.local("t") == f"http://localhost:{found.port}/t/"
        assert {"localhost", "127.0.0.1", "192.168.1.7"} <= found.names


def test_a_port_that_was_asked_for_and_is_taken_is_refused(taken: int) -> None:
    with pytest.raises(Refused, match=f"port {taken} cannot be opened .*--port"):
        with listening(ReachOptions(port=taken)):
            pass


def test_the_usual_port_gives_way_to_a_free_one(taken: int, monkeypatch) -> None:
    monkeypatch.setattr(subject, "PORT", taken)
    with listening(ReachOptions()) as found:
        assert found.port != taken


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_no_port(port: int) -> None:
    with pytest.raises(Refused, match="is no port"):
        ReachOptions(port=port)


def test_no_bundle() -> None:
    with pytest.raises(Refused, match="no bundle was named"):
        ServeOptions(())


def test_a_machine_without_a_network(monkeypatch) -> None:
    class Alone:
        def __init__(self, *_: object) -> None: ...
        def __enter__(self) -> "Alone":
            return self

        def __exit__(self, *_: object) -> None: ...
        def connect(self, _: object) -> None:
            raise OSError("Network is unreachable")

    monkeypatch.setattr(subject.socket, "socket", Alone)
    with pytest.raises(Refused, match="no address in a network"):
        subject._lan_address()
