"""The socket of a server, and the addresses at which browsers find it."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from exporters.errors import Refused
from mobilec.serving.options import PORT, ReachOptions

LOOPBACK = "127.0.0.1"
LOCAL = "localhost"
_EVERY = "0.0.0.0"
_BACKLOG = 128
_NOWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737): nothing is sent there."""


@dataclass(frozen=True)
class Listening:
    """``lan``: this machine's address in its network, or "" where that is not served."""

    socket: socket.socket
    lan: str = ""

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    @property
    def names(self) -> frozenset[str]:
        """By which it may be asked."""
        known = {LOCAL, LOOPBACK, self.lan, socket.gethostname().lower()}
        return frozenset(name for host in known if host for name in (host, f"{host}.local"))

    def address(self, token: str) -> str:
        """For browsers: of the network where that is served."""
        return f"http://{self.lan or LOCAL}:{self.port}/{token}{'/' if token else ''}"

    def local(self, token: str) -> str:
        """For browsers of this machine, or of a phone whose port leads here."""
        return f"http://{LOCAL}:{self.port}/{token}{'/' if token else ''}"


@contextmanager
def listening(options: ReachOptions) -> Iterator[Listening]:
    """Refused where the port is taken that was asked for, or there is no network."""
    lan = _lan_address() if options.lan else ""
    host = _EVERY if options.lan else LOOPBACK
    opened = _open(host, PORT, free=True) if options.port is None else _open(host, options.port)
    with opened:
        yield Listening(opened, lan)


def _open(host: str, port: int, free: bool = False) -> socket.socket:
    """``free``: any other port where that one is taken."""
    try:
        return socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and free:
            return socket.create_server((host, 0), backlog=_BACKLOG)
        why = "something else listens there" if error.errno == errno.EADDRINUSE else error.strerror
        raise Refused(f"port {port} cannot be opened ({why}); give another --port") from error


def _lan_address() -> str:
    """That from which this machine would reach others."""
    found = ""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(_NOWHERE)
        found = asking.getsockname()[0]
    if not found or found.startswith("127."):
        raise Refused(
            "--lan was asked for, and this machine has no address in a network; join one, or leave "
            "--lan out, or reach an Android phone by USB with --adb"
        )
    return found
