"""A .pte with damaged bytes under the hash that they have: what a runtime in C++ is given."""

import random
import struct
from pathlib import Path

from tests.hostile.bases import Bases
from tests.hostile.cases import TEXT, Case, bundle_of, seal

_SIZES, _SIZES_AT = struct.Struct("<QQ"), 16
"""Of the program, and where the data begins: executorch/schema/extended_header.h."""
_WORD_BYTES = 4
_WORDS = (0, 1, 2, 0x7F, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFC)


def program(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """Bits flipped or words replaced, half of the time in the program and half in its data; what
    runs it does so in the process that is watched."""
    bundle, does = bundle_of(bases, folder, chance)
    file = bundle / "model.pte"
    content = bytearray(file.read_bytes())
    program_bytes, data_at = _SIZES.unpack_from(content, _SIZES_AT)
    inside = chance.random() < 0.5
    first, end = (0, program_bytes) if inside else (data_at, len(content))
    for _ in range(chance.choice((1, 1, 3, 30))):
        if chance.random() < 0.5:
            content[chance.randrange(first, end)] ^= 1 << chance.randrange(8)
        else:
            at = chance.randrange(first, end - _WORD_BYTES + 1)
            at -= at % _WORD_BYTES
            content[at : at + _WORD_BYTES] = chance.choice(_WORDS).to_bytes(_WORD_BYTES, "little")
    file.write_bytes(content)
    seal(bundle)
    what = f"model.pte, {'its program' if inside else 'its data'}"
    return Case(((does, bundle, TEXT, "--format", "executorch"),), what)
