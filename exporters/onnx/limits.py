"""What a file's metadata says: the method that it holds, those beside it, the bounds of sizes."""

from collections.abc import Iterable, Mapping

from exporters.dimension import Dimension

METHOD = "mobilec.method"
METHODS = "mobilec.methods"
"""In each file of a folder: all methods of the program, in order and divided by commas."""
BOUNDS = "mobilec.bounds"
EXACT = "mobilec.int8"
"""In files whose int8 products, if any, are exact everywhere."""


def bounds_text(dimensions: Iterable[Dimension]) -> str:
    """``length=2..128``, several divided by commas."""
    return ",".join(f"{d.name}={d.minimum}..{d.maximum}" for d in dimensions)


def bounds_of(metadata: Mapping[str, str]) -> dict[str, Dimension]:
    """The dimensions that a file names, by name; none where another tool wrote the file."""
    bounds = {}
    for entry in filter(None, metadata.get(BOUNDS, "").split(",")):
        name, _, limits = entry.partition("=")
        minimum, _, maximum = limits.partition("..")
        bounds[name] = Dimension(name, int(minimum), int(maximum))
    return bounds
