"""The first bytes of a .pte, looked at before the runtime is given the file.

The runtime (1.5) puts bytes of a file that is none into its error, and where they are no UTF-8 the
process ends without a word. The header: executorch/schema/extended_header.h.
"""

import struct
from pathlib import Path

from exporters.errors import Refused

MAGIC = b"ET12"
_HEADER = struct.Struct("<4s4s4sIQQ")
"""Offset of the program's root, its magic, the header's magic and length, sizes in bytes."""
_HEADER_MAGIC = b"eh00"


def refuse_other_file(path: Path) -> None:
    """Refuses what does not begin as a .pte does, and what is shorter than it says."""
    try:
        with path.open("rb") as file:
            start = file.read(_HEADER.size)
        size_bytes = path.stat().st_size
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror})") from error
    if start[4:8] != MAGIC or len(start) < _HEADER.size:
        raise Refused(f"{path} is not a program of ExecuTorch: it does not begin as a .pte does")
    _, _, magic, _, program_bytes, segments_at = _HEADER.unpack(start)
    if magic == _HEADER_MAGIC and max(program_bytes, segments_at) > size_bytes:
        raise Refused(
            f"{path} is damaged or cut off: it has {size_bytes:,} bytes, and its header promises "
            f"{max(program_bytes, segments_at):,} and more; make it again"
        )
