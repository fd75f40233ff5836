"""Processors and systems from headers."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.ios.macho import Slice, slices
from tests.mobilec.ios.making import ARM64, IOS, MACOS, SIMULATOR, X86_64, fat, macho


def read(folder: Path, content: bytes) -> tuple[Slice, ...]:
    (folder / "Demo").write_bytes(content)
    return slices(folder / "Demo")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (macho(), Slice("arm64", "iOS", "17.0")),
        (macho(minimum=(18, 1, 2)), Slice("arm64", "iOS", "18.1.2")),
        (macho(ARM64, IOS, subtype=2), Slice("arm64e", "iOS", "17.0")),
        (macho(X86_64, SIMULATOR), Slice("x86_64", "iOS Simulator", "17.0")),
        (macho(ARM64, MACOS, (14, 0, 0)), Slice("arm64", "macOS", "14.0")),
        (macho(7, 99), Slice("processor 7", "platform 99", "17.0")),
    ],
)
def test_what_a_file_says(tmp_path, content, found):
    assert read(tmp_path, content) == (found,)


def test_a_universal_file_has_several(tmp_path):
    content = fat((ARM64, macho(ARM64, SIMULATOR)), (X86_64, macho(X86_64, SIMULATOR)))
    assert [each.processor for each in read(tmp_path, content)] == ["arm64", "x86_64"]


@pytest.mark.parametrize("content", [b"#!/bin/sh\n", b"\x7fELF" + bytes(60)])
def test_what_is_no_macho_is_refused(tmp_path, content):
    with pytest.raises(Refused, match="Demo is no Mach-O file"):
        read(tmp_path, content)
