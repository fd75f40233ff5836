"""ZIP archives from outside: damaged entries are refused by name, and none swells in memory."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exporters.errors import Refused

MOST_ENTRIES = 200_000
MOST_TIMES = 100
"""What comes out of an entry, or of all of them, to what it takes. Code and text shrink to a tenth;
zeros to a thousandth, and the rows of a table that was never trained may be zeros."""
ALWAYS_BYTES = 256 << 20
"""May come out of however little."""
_CHUNK_BYTES = 1 << 20
_ENCRYPTED = 1


class Archive:
    """An archive that was opened: see ``opened``. ``advice``: what to do with a damaged one."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, advice: str) -> None:
        self._path, self._archive, self._advice = path, archive, advice
        self.entries = tuple(archive.infolist())
        self._check()

    @property
    def names(self) -> tuple[str, ...]:
        """Of every entry, folders among them."""
        return tuple(entry.filename for entry in self.entries)

    def read(self, name: str, largest_bytes: int = ALWAYS_BYTES) -> bytes:
        """The content of an entry that is no larger than that."""
        size = self._archive.getinfo(name).file_size
        if size > largest_bytes:
            raise self._refused(name, f"has {size:,} bytes, and at most {largest_bytes:,} are read")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The content of an entry, a megabyte at a time."""
        try:
            with self._archive.open(name) as entry:
                while chunk := entry.read(_CHUNK_BYTES):
                    yield chunk
        except Exception as broken:  # zipfile, zlib, lzma: errors of many kinds for such bytes
            why = f"cannot be read ({type(broken).__name__}: {broken})"
            raise self._refused(name, why) from broken

    def _check(self) -> None:
        if len(self.entries) > MOST_ENTRIES:
            raise Refused(
                f"{self._path} has {len(self.entries):,} entries, and at most {MOST_ENTRIES:,} are "
                f"read; {self._advice}"
            )
        for entry in self.entries:
            if entry.flag_bits & _ENCRYPTED:
                raise self._refused(entry.filename, "is encrypted")
            if _swells(entry.compress_size, entry.file_size):
                why = f"has {entry.file_size:,} bytes in {entry.compress_size:,}"
                raise self._refused(entry.filename, why)
        whole, size = sum(entry.file_size for entry in self.entries), self._path.stat().st_size
        if _swells(size, whole):
            raise Refused(
                f"{self._path} is damaged: {whole:,} bytes would come out of its {size:,}; "
                f"{self._advice}"
            )

    def _refused(self, name: str, why: str) -> Refused:
        return Refused(f"{self._path} is damaged: its entry {name!r} {why}; {self._advice}")


@contextmanager
def opened(path: Path, kind: str, advice: str) -> Iterator[Archive]:
    """An archive to read from, until the block ends. ``kind``: what it should be, as in "an APK".

    Refused: what is no file, no archive, encrypted, or so much larger unpacked than packed that it
    would only fill the memory.
    """
    if not path.is_file():
        raise Refused(f"{path} is not {kind}: it is no file")
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror or error})") from error
    except Exception as broken:  # of a damaged directory struct, UnicodeDecodeError and others
        raise Refused(f"{path} is not {kind}: it is no ZIP archive ({broken})") from broken
    with archive:
        yield Archive(path, archive, advice)


def _swells(packed_bytes: int, unpacked_bytes: int) -> bool:
    return unpacked_bytes > max(ALWAYS_BYTES, MOST_TIMES * packed_bytes)
