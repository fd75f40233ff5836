"""What a client may open: a shell, files, an installation."""

import struct
from pathlib import Path

from tests.mobilec.benchmarking.adb.standin.phone import DENIED, Phone
from tests.mobilec.benchmarking.adb.standin.shell import Shell
from tests.mobilec.benchmarking.adb.standin.storage import SHELL
from tests.mobilec.benchmarking.adb.standin.wire import LARGEST, Closed, Stream

STDOUT, STDERR, EXIT = 1, 2, 3
_MODE = 0o100660


def serve(stream: Stream, service: str, phone: Phone) -> None:
    kind, _, rest = service.partition(":")
    name = kind.split(",")[0]
    if name == "sync":
        _sync(stream, phone)
    elif name == "exec":
        _exec(stream, rest, phone)
    elif name == "shell":
        _shell(stream, rest, phone, packets="v2" in kind)
    elif name == "reverse":
        _reverse(stream, rest, phone)
    else:
        raise AssertionError(f"the client opened {service!r}, which this phone does not know")


def _shell(stream: Stream, command: str, phone: Phone, packets: bool) -> None:
    """Version 2 wraps each stream and the exit status in packets of (id, length)."""

    def out(text: str, kind: int = STDOUT) -> None:
        data = phone.mouth.said(command, text.encode())
        stream.send(struct.pack("<BI", kind, len(data)) + data if packets else data)

    status = Shell(phone, out, lambda: stream.closed).run(command)
    status = phone.mouth.status(command, status)
    if packets:
        stream.send(struct.pack("<BIB", EXIT, 1, status))


def _reverse(stream: Stream, asked: str, phone: Phone) -> None:
    """``forward:tcp:OWN;tcp:THEIRS`` or ``killforward:tcp:OWN``."""
    verb, _, rest = asked.partition(":")
    own, _, theirs = rest.partition(";")
    if phone.no_reverse or (verb == "killforward" and own not in phone.reversed):
        words = f"{own}: cannot bind" if phone.no_reverse else f"listener '{own}' not found"
        stream.send(b"FAIL%04x%s" % (len(words), words.encode()))
        return
    if verb == "forward":
        phone.reversed[own] = theirs
    else:
        assert verb == "killforward", asked
        del phone.reversed[own]
    stream.send(b"OKAY")


def _exec(stream: Stream, command: str, phone: Phone) -> None:
    """``cmd package 'install' -r -S SIZE``, with the APK behind it."""
    words = command.replace("'", "").split()
    assert words[:3] == ["cmd", "package", "install"], command
    apk = stream.read(int(words[words.index("-S") + 1]))
    stream.send(phone.mouth.said("install", phone.install(apk).encode()))


def _sync(stream: Stream, phone: Phone) -> None:
    while True:
        word, length = struct.unpack("<4sI", stream.read(8))
        if word == b"QUIT":
            return
        name = stream.read(length).decode()
        _SYNC[word](stream, name, phone)


def _stat(stream: Stream, name: str, phone: Phone) -> None:
    path = phone.path(name)
    found = (0, 0, 0)
    if phone.may(SHELL, name) and path.exists():
        mode = 0o40770 if path.is_dir() else _MODE
        found = (mode, path.stat().st_size, int(path.stat().st_mtime))
    stream.send(phone.mouth.said("stat", struct.pack("<4s3I", b"STAT", *found)))


def _send(stream: Stream, name: str, phone: Phone) -> None:
    """``PATH,MODE``, then DATA of a length each, then DONE with a time."""
    content = b""
    while True:
        word, length = struct.unpack("<4sI", stream.read(8))
        if word == b"DONE":
            break
        content += stream.read(length)
        if phone.cut_after is not None and len(content) > phone.cut_after:
            phone.unplug()
            raise Closed
    words = phone.stored(name.rpartition(",")[0], content)
    answer = words.encode()
    found = struct.pack("<4sI", b"FAIL" if words else b"OKAY", len(answer)) + answer
    stream.send(phone.mouth.said("push", found))


def _recv(stream: Stream, name: str, phone: Phone) -> None:
    path: Path = phone.path(name)
    if not phone.may(SHELL, name) or not path.is_file():
        known = "No such file or directory" if phone.may(SHELL, name) else DENIED
        words = f"open failed: {known}".encode()
        stream.send(struct.pack("<4sI", b"FAIL", len(words)) + words)
        return
    content = phone.mouth.said("pull", path.read_bytes())
    largest = min(LARGEST, 1 << 16)
    for at in range(0, len(content), largest):
        part = content[at : at + largest]
        stream.send(struct.pack("<4sI", b"DATA", len(part)) + part)
    stream.send(struct.pack("<4sI", b"DONE", 0))


_SYNC = {b"STAT": _stat, b"SEND": _send, b"RECV": _recv}
