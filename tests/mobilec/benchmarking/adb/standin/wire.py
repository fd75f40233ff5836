"""adb's messages on a socket, and streams over them, from the phone's side.

After packages/modules/adb/protocol.txt of Android: a header of six little-endian words (command,
two arguments, length, checksum, command inverted), then the data. A side sends the next WRTE of a
stream only when the last one was answered with OKAY.
"""

import queue
import socket
import struct
import threading
from collections.abc import Callable

VERSION, LARGEST = 0x01000001, 1 << 18
CNXN, AUTH, OPEN, OKAY, WRTE, CLSE = (
    int.from_bytes(word, "little")
    for word in (b"CNXN", b"AUTH", b"OPEN", b"OKAY", b"WRTE", b"CLSE")
)
TOKEN = 1
_HEADER = struct.Struct("<6I")
_ANSWER_S = 30.0


class Closed(Exception):
    """The other side has closed the stream, or the connection."""


def send(connection: socket.socket, command: int, first: int, second: int, data: bytes) -> None:
    header = _HEADER.pack(
        command, first, second, len(data), sum(data) & 0xFFFFFFFF, command ^ 0xFFFFFFFF
    )
    connection.sendall(header + data)


def receive(connection: socket.socket) -> tuple[int, int, int, bytes]:
    """(command, first, second, data)."""
    command, first, second, length, _, inverted = _HEADER.unpack(_exactly(connection, _HEADER.size))
    assert command ^ 0xFFFFFFFF == inverted, "no message of adb"
    return command, first, second, _exactly(connection, length)


def _exactly(connection: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = connection.recv(size - len(found))
        if not part:
            raise Closed
        found += part
    return found


class Stream:
    """One service that the client opened, or of its own where ``theirs`` is 0 until it is taken."""

    def __init__(
        self, own: int, theirs: int, write: Callable[[int, int, int, bytes], None]
    ) -> None:
        self.own, self.theirs = own, theirs
        self._write = write
        self._incoming: queue.Queue[bytes | None] = queue.Queue()
        self._acknowledged = threading.Semaphore(0)
        self._rest = b""
        self.closed = False

    def send(self, data: bytes) -> None:
        for at in range(0, len(data), LARGEST):
            self._write(WRTE, self.own, self.theirs, data[at : at + LARGEST])
            if not self._acknowledged.acquire(timeout=_ANSWER_S) or self.closed:
                raise Closed

    def read(self, size: int) -> bytes:
        while len(self._rest) < size:
            part = self._incoming.get()
            if part is None:
                raise Closed
            self._rest += part
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def rest(self) -> bytes:
        """All that comes until the other side closes."""
        parts = [self._rest]
        while (part := self._incoming.get()) is not None:
            parts.append(part)
        return b"".join(parts)

    def opened(self, theirs: int) -> None:
        """The other side has taken the stream that this one asked for."""
        self.theirs = theirs
        self._acknowledged.release()

    def wait(self) -> None:
        """Until it is taken."""
        if not self._acknowledged.acquire(timeout=_ANSWER_S) or self.closed:
            raise Closed

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._write(CLSE, self.own, self.theirs, b"")

    def heard(self, command: int, data: bytes) -> None:
        """A message of the client for this stream."""
        if command == WRTE:
            self._incoming.put(data)
            self._write(OKAY, self.own, self.theirs, b"")
        elif command == OKAY:
            self._acknowledged.release()
        elif command == CLSE:
            self.closed = True
            self._incoming.put(None)
            self._acknowledged.release()
