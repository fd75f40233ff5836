"""Writes the assembly of libraries that ExecuTorch's module is linked against, unused here.

    python stubs.py OUT CONSUMER... -- PROVIDER...

The consumers (the module, and PyTorch's library with its CPU information and thread pool) name
Python, the rest of PyTorch and CUDA, and load nowhere without them; the runner calls none of it.
What they ask for and the providers do not define becomes a function that returns ``ANSWER``, or
(where its address is taken, so that it may be data) a zeroed object. In OUT: for each library
``<name>.s`` and, where its symbols have a version, ``<name>.map`` for the linker.
"""

import re
import subprocess
import sys
from pathlib import Path

READELF = "aarch64-linux-gnu-readelf"
UNVERSIONED = "libtorch.so"
"""The library that gets the symbols of which no file is known."""
VERSIONED = ("libcudart.so.13", "libcupti.so.13")
"""Their version names are their file names."""
ANSWER = 100
"""CUDA's code for: there is no device."""
OBJECT_BYTES = 1024


def main(out: Path, consumers: list[str], providers: list[str]) -> None:
    defined = set().union(*(_defined(library) for library in [*consumers, *providers]))
    wanted = {name for library in consumers for name in _wanted(library)}
    addressed = {name for library in consumers for name in _addressed(library)}
    for library in (UNVERSIONED, *VERSIONED):
        version = f"@{library}" if library in VERSIONED else ""
        names = {name for name, of in wanted if of == version} - (defined if not version else set())
        lines = [_object(name) if name in addressed else _function(name) for name in sorted(names)]
        (out / f"{library}.s").write_text("\n".join([*lines, ".text\n"]))
        if version:
            symbols = "".join(f"{name}; " for name in sorted(names))
            (out / f"{library}.map").write_text(f"{library} {{ global: {symbols}}};\n")


def _wanted(library: str) -> set[tuple[str, str]]:
    """(name, "@version" or "") of what is undefined and not weak, but for other versions."""
    names = (
        name.partition("@")
        for binding, section, name in _symbols(library)
        if section == "UND" and binding == "GLOBAL"
    )
    versions = {"", *(f"@{name}" for name in VERSIONED)}
    return {(name, at + of) for name, at, of in names if at + of in versions}


def _defined(library: str) -> set[str]:
    return {name.split("@")[0] for _, section, name in _symbols(library) if section != "UND"}


def _symbols(library: str) -> list[tuple[str, str, str]]:
    """(binding, section, name) of each dynamic symbol."""
    rows = [line.split() for line in _read("--dyn-syms", library)]
    return [(row[4], row[6], row[7]) for row in rows if len(row) >= 8 and row[0][:-1].isdigit()]


def _addressed(library: str) -> set[str]:
    """Names whose address is taken, beside those that are only called through a slot."""
    row = re.compile(r"[0-9a-f]+\s+[0-9a-f]+\s+(R_AARCH64_\w+)\s+[0-9a-f]+\s+(\S+)")
    found = (row.match(line) for line in _read("--relocs", library))
    return {f[2].split("@")[0] for f in found if f and f[1] != "R_AARCH64_JUMP_SLOT"}


def _read(option: str, library: str) -> list[str]:
    command = [READELF, "--wide", option, library]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def _function(name: str) -> str:
    return f".text\n.globl {name}\n.type {name}, %function\n{name}: mov x0, #{ANSWER}\nret"


def _object(name: str) -> str:
    return (
        f".bss\n.balign 16\n.globl {name}\n.type {name}, %object\n{name}: .zero {OBJECT_BYTES}\n"
        f".size {name}, {OBJECT_BYTES}"
    )


if __name__ == "__main__":
    at = sys.argv.index("--")
    main(Path(sys.argv[1]), sys.argv[2:at], sys.argv[at + 1 :])
