"""An app for iOS taken apart: the files of an .app, or of the one inside an .ipa."""

import os
import plistlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers.expat import ExpatError

from exporters.errors import Refused

_INFO = "Info.plist"
_PAYLOAD = "Payload"


@dataclass(frozen=True)
class AppFiles:
    """``names``: of every file, relative to the .app, which is ``folder`` or lies under ``prefix``
    in an archive. ``info``: its Info.plist.
    """

    path: Path
    file_bytes: int
    names: tuple[str, ...]
    info: dict[str, Any]
    prefix: str = ""

    @property
    def executable(self) -> str:
        return str(self.info.get("CFBundleExecutable", ""))

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """Each file with what is in it, one in memory at a time."""
        with _reader(self.path, self.prefix) as read:
            for name in self.names:
                yield name, read(name)

    @contextmanager
    def extracted(self, name: str) -> Iterator[Path]:
        """A file at a path, until the block ends."""
        with tempfile.TemporaryDirectory() as folder, _reader(self.path, self.prefix) as read:
            path = Path(folder) / PurePosixPath(name).name
            path.write_bytes(read(name))
            yield path


def open_app(path: Path) -> AppFiles:
    """Refused: what is not there, and what is neither an .app nor an .ipa."""
    if not path.exists():
        raise Refused(f"{path} is not there; Xcode builds an .app, and exports an .ipa of it")
    if path.is_dir():
        return _opened(path, "", _listed(path), _folder_bytes(path))
    if not zipfile.is_zipfile(path):
        raise Refused(f"{path} is not an .ipa: it is no ZIP archive")
    with zipfile.ZipFile(path) as archive:
        names = tuple(info.filename for info in archive.infolist() if not info.is_dir())
    prefix = _prefix(path, names)
    inside = tuple(n.removeprefix(prefix) for n in names if n.startswith(prefix))
    return _opened(path, prefix, inside, path.stat().st_size)


def _opened(path: Path, prefix: str, names: tuple[str, ...], file_bytes: int) -> AppFiles:
    if _INFO not in names:
        raise Refused(f"{path} is not an app for iOS: it has no {_INFO}")
    with _reader(path, prefix) as read:
        try:
            info = plistlib.loads(read(_INFO))
        except (plistlib.InvalidFileException, ValueError, ExpatError) as broken:
            raise Refused(f"{path}: its {_INFO} cannot be read ({broken})") from broken
    app = AppFiles(path, file_bytes, tuple(sorted(names)), info, prefix)
    if app.executable not in names:
        raise Refused(
            f"{path} is not an app for iOS: its {_INFO} names the executable {app.executable!r}, "
            "which is not there"
        )
    return app


def _prefix(path: Path, names: tuple[str, ...]) -> str:
    apps = {PurePosixPath(n).parts[1] for n in names if n.startswith(f"{_PAYLOAD}/")}
    folders = sorted(name for name in apps if name.endswith(".app"))
    if len(folders) != 1:
        found = ", ".join(folders) or "none"
        raise Refused(f"{path} is not an .ipa: one {_PAYLOAD}/X.app is expected, found {found}")
    return f"{_PAYLOAD}/{folders[0]}/"


def _listed(folder: Path) -> tuple[str, ...]:
    """Links are not followed: what they lead to is listed where it lies."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return tuple(file.relative_to(folder).as_posix() for file in files)


def _folder_bytes(folder: Path) -> int:
    return sum(os.path.getsize(folder / name) for name in _listed(folder))


@contextmanager
def _reader(path: Path, prefix: str) -> Iterator[Any]:
    """What reads a file of the app by its name."""
    if path.is_dir():
        yield lambda name: (path / name).read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        yield lambda name: archive.read(prefix + name)
