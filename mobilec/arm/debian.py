"""What the ARM set-up takes from Debian."""

from mobilec.fetching.debian import Release

RELEASE = Release("trixie", ("amd64", "arm64"))
"""Debian 13: its qemu is 10. That of Debian 12 computes int8 matrix products wrongly."""
EMULATOR = ("qemu-user:amd64",)
USERLAND = tuple(
    f"{package}:arm64"
    for package in (
        "libc6",
        "libgcc-s1",
        "libstdc++6",
        "libgomp1",
        "zlib1g",
        "python3.13-minimal",
        "libpython3.13-minimal",
        "libpython3.13-stdlib",
        "libexpat1",
        "libffi8",
        "libbz2-1.0",
        "liblzma5",
        "libssl3t64",
        "libuuid1",
    )
)
"""What Python 3.13 and the libraries of the wheels are linked against."""
