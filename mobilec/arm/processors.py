"""ARM64 processors that the emulator models, and what they offer for int8."""

from dataclasses import dataclass

from exporters.errors import Refused


@dataclass(frozen=True)
class Processor:
    """``int8``: the instructions for int8 products beyond those that every ARM64 has, as Linux
    names them; ``seen_in``: phones with it.
    """

    name: str
    int8: tuple[str, ...]
    seen_in: str


DOT, MATRIX = "asimddp", "i8mm"

PROCESSORS = {
    processor.name: processor
    for processor in (
        Processor("cortex-a53", (), "phones of 2014 to 2020, cheap ones until today"),
        Processor("cortex-a72", (), "phones of 2016"),
        Processor("cortex-a55", (DOT,), "the small cores of phones since 2018"),
        Processor("cortex-a76", (DOT,), "phones of 2019"),
        Processor("cortex-a710", (DOT, MATRIX), "phones since 2022"),
    )
}
DEFAULT = ("cortex-a53", "cortex-a76", "cortex-a710")
"""One for each set of int8 kernels: without dot product, with it, with int8 matrix products."""


def chosen(names: tuple[str, ...]) -> tuple[Processor, ...]:
    """The processors of these names; none asked is one of each kind."""
    unknown = [name for name in names if name not in PROCESSORS]
    if unknown:
        raise Refused(
            f"there is no processor model {', '.join(unknown)}; there are {', '.join(PROCESSORS)}"
        )
    return tuple(PROCESSORS[name] for name in names or DEFAULT)
