"""The daemon of a stand-in phone: connections, and a thread for each service."""

import contextlib
import itertools
import socket
import threading

from tests.mobilec.benchmarking.adb.standin.phone import Phone
from tests.mobilec.benchmarking.adb.standin.services import serve
from tests.mobilec.benchmarking.adb.standin.wire import (
    AUTH,
    CLSE,
    CNXN,
    LARGEST,
    OKAY,
    OPEN,
    TOKEN,
    VERSION,
    Closed,
    Stream,
    receive,
    send,
)

BANNER = "device::ro.product.name=standin;ro.product.model=Stand In;ro.product.device=standin;"
FEATURES = "features=shell_v2,cmd"


class Adbd:
    """Listens on a free port of this machine until the block ends."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        phone.unplug = self.unplug
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._connections: list[socket.socket] = []

    @property
    def serial(self) -> str:
        return f"localhost:{self.port}"

    def __enter__(self) -> "Adbd":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()
        self._listening.close()

    def unplug(self) -> None:
        """It is gone for good, as when its cable is pulled."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self.drop()

    def drop(self) -> None:
        """Every connection is gone, and new ones are taken, as with a loose cable."""
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self._connections.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(Closed, OSError):
            _Connection(connection, self.phone).talk()


class _Connection:
    """One client."""

    def __init__(self, connection: socket.socket, phone: Phone) -> None:
        self._connection, self._phone = connection, phone
        self._sending = threading.Lock()
        self._streams: dict[int, Stream] = {}
        self._numbers = itertools.count(1)

    def talk(self) -> None:
        try:
            while True:
                self._heard(*receive(self._connection))
        finally:
            for stream in self._streams.values():
                stream.heard(CLSE, b"")

    def _heard(self, command: int, first: int, second: int, data: bytes) -> None:
        if command in (CNXN, AUTH):
            self._greet()
        elif command == OPEN:
            self._open(first, data.rstrip(b"\0").decode())
        elif command == OKAY and second in self._streams and not self._streams[second].theirs:
            self._streams[second].opened(first)
        elif second in self._streams:
            self._streams[second].heard(command, data)

    def _dial(self, service: str) -> Stream:
        """A service of the computer, such as one of its ports."""
        stream = Stream(next(self._numbers), 0, self._send)
        self._streams[stream.own] = stream
        self._send(OPEN, stream.own, 0, f"{service}\0".encode())
        stream.wait()
        return stream

    def _greet(self) -> None:
        """A phone that does not know this computer asks for a signature, and takes none."""
        if self._phone.state == "unauthorized":
            self._send(AUTH, TOKEN, 0, bytes(20))
        elif self._phone.state == "device":
            self._phone.dial = self._dial
            self._send(CNXN, VERSION, LARGEST, (BANNER + FEATURES).encode())

    def _open(self, theirs: int, service: str) -> None:
        stream = Stream(next(self._numbers), theirs, self._send)
        self._streams[stream.own] = stream
        self._send(OKAY, stream.own, theirs, b"")
        threading.Thread(target=self._serve, args=(stream, service), daemon=True).start()

    def _serve(self, stream: Stream, service: str) -> None:
        with contextlib.suppress(Closed, OSError):
            serve(stream, service, self._phone)
            stream.close()

    def _send(self, command: int, first: int, second: int, data: bytes) -> None:
        with self._sending:
            send(self._connection, command, first, second, data)
