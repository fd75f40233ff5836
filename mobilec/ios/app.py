"""An app for iOS taken apart: the files of an .app, or of the one inside an .ipa."""

import os
import plistlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from exporters.errors import Refused
from exporters.outside.archive import opened

_INFO = "Info.plist"
_PAYLOAD = "Payload"
_DAMAGED = "export it again, or copy it again"
_CHUNK_BYTES = 1 << 20
_LARGEST_INFO_BYTES = 16 << 20


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

    def contents(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each file with what is in it, a part of it in memory at a time."""
        with _reader(self.path, self.prefix) as read:
            for name in self.names:
                yield name, read(name)

    def content(self, name: str, largest_bytes: int) -> bytes:
        """What is in one file that is no larger than that."""
        found = b""
        with _reader(self.path, self.prefix) as read:
            for chunk in read(name):
                found += chunk
                if len(found) > largest_bytes:
                    raise Refused(
                        f"{self.path}: its {name} has more than {largest_bytes:,} bytes; {_DAMAGED}"
                    )
        return found

    @contextmanager
    def extracted(self, name: str) -> Iterator[Path]:
        """A file at a path, until the block ends."""
        with tempfile.TemporaryDirectory() as folder, _reader(self.path, self.prefix) as read:
            path = Path(folder) / PurePosixPath(name).name
            with path.open("wb") as file:
                file.writelines(read(name))
            yield path


def open_app(path: Path) -> AppFiles:
    """Refused: what is not there, and what is neither an .app nor an .ipa."""
    if not path.exists():
        raise Refused(f"{path} is not there; Xcode builds an .app, and exports an .ipa of it")
    if path.is_dir():
        return _opened(path, "", _listed(path), _folder_bytes(path))
    with opened(path, "an .ipa", _DAMAGED) as archive:
        names = tuple(dict.fromkeys(e.filename for e in archive.entries if not e.is_dir()))
    prefix = _prefix(path, names)
    inside = tuple(n.removeprefix(prefix) for n in names if n.startswith(prefix))
    return _opened(path, prefix, inside, path.stat().st_size)


def _opened(path: Path, prefix: str, names: tuple[str, ...], file_bytes: int) -> AppFiles:
    if _INFO not in names:
        raise Refused(f"{path} is not an app for iOS: it has no {_INFO}")
    bare = AppFiles(path, file_bytes, tuple(sorted(names)), {}, prefix)
    app = replace(bare, info=_info(bare))
    if app.executable not in names:
        raise Refused(
            f"{path} is not an app for iOS: its {_INFO} names the executable {app.executable!r}, "
            "which is not there"
        )
    return app


def _info(app: AppFiles) -> dict[str, Any]:
    try:
        info = plistlib.loads(app.content(_INFO, _LARGEST_INFO_BYTES))
    except Refused:
        raise
    except Exception as broken:  # its two forms fail in as many ways as there are bytes
        why = f"{type(broken).__name__}: {broken}"
        raise Refused(f"{app.path}: its {_INFO} cannot be read ({why}); {_DAMAGED}") from broken
    if not isinstance(info, dict):
        raise Refused(f"{app.path}: its {_INFO} has no names; {_DAMAGED}")
    return info


def _prefix(path: Path, names: tuple[str, ...]) -> str:
    inside = (PurePosixPath(n).parts for n in names if n.startswith(f"{_PAYLOAD}/"))
    apps = {parts[1] for parts in inside if len(parts) > 1}
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
    """What reads a file of the app by its name, in parts."""
    if path.is_dir():
        yield lambda name: _parts_of(path / name)
        return
    with opened(path, "an .ipa", _DAMAGED) as archive:
        yield lambda name: archive.chunks(prefix + name)


def _parts_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            yield chunk
