"""Mach-O headers and apps for iOS of a few bytes, in the form that Xcode leaves them."""

import plistlib
import struct
import zipfile
from pathlib import Path

ARM64, X86_64 = 0x0100000C, 0x01000007
IOS, SIMULATOR, MACOS = 2, 7, 1
_MAGIC_64, _EXECUTE, _BUILD_VERSION = 0xFEEDFACF, 2, 0x32
_FAT_MAGIC, _FAT_ALIGNMENT = 0xCAFEBABE, 14


def macho(
    processor: int = ARM64,
    platform: int = IOS,
    minimum: tuple[int, int, int] = (17, 0, 0),
    subtype: int = 0,
    more: bytes = b"",
) -> bytes:
    """``mach_header_64`` with one ``build_version_command`` (<mach-o/loader.h>), then ``more``."""
    packed = minimum[0] << 16 | minimum[1] << 8 | minimum[2]
    command = struct.pack("<6I", _BUILD_VERSION, 24, platform, packed, packed, 0)
    head = struct.pack("<8I", _MAGIC_64, processor, subtype, _EXECUTE, 1, len(command), 0, 0)
    return head + command + more


def fat(*parts: tuple[int, bytes]) -> bytes:
    """``fat_header`` (<mach-o/fat.h>) over (processor, Mach-O file)."""
    unit = 1 << _FAT_ALIGNMENT
    head, body = struct.pack(">2I", _FAT_MAGIC, len(parts)), b""
    for at, (processor, content) in enumerate(parts):
        head += struct.pack(">5I", processor, 0, (at + 1) * unit, len(content), _FAT_ALIGNMENT)
        body += content.ljust(unit, b"\0")
    return head.ljust(unit, b"\0") + body


INFO = {
    "CFBundleExecutable": "Demo",
    "CFBundleIdentifier": "org.example.demo",
    "CFBundleShortVersionString": "1.2",
    "MinimumOSVersion": "17.0",
}


def app_files(executable: bytes = macho(), info: dict[str, str] | None = None) -> dict[str, bytes]:
    """Of an app that was signed for development."""
    return {
        "Info.plist": plistlib.dumps(info or INFO, fmt=plistlib.FMT_BINARY),
        "Demo": executable,
        "Assets.car": b"car" * 50,
        "de.lproj/Localizable.strings": b"strings",
        "Frameworks/Extra.framework/Extra": b"framework" * 100,
        "Frameworks/libswiftCore.dylib": b"dylib" * 40,
        "PlugIns/Widget.appex/Widget": b"widget",
        "_CodeSignature/CodeResources": b"signature",
        "embedded.mobileprovision": b"profile",
    }


def write_app(folder: Path, files: dict[str, bytes]) -> Path:
    """The folder X.app."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def write_ipa(path: Path, app: Path) -> Path:
    """An archive with what Xcode puts beside the app as well."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Symbols/0.symbols", b"symbols" * 500)
        for file in sorted(p for p in app.rglob("*") if p.is_file()):
            archive.write(file, f"Payload/{app.name}/{file.relative_to(app).as_posix()}")
    return path
