"""What a compressed model is beside a dense one: a list of edits, each of them plain data.

An edit changes the structure alone; its weights come from a file afterwards. A path is a module's
name in the model as the edits before it left it. A module that stands at several paths is changed
at all of them.
"""

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from exporters.bundle.records import from_json
from exporters.errors import Refused


@dataclass(frozen=True)
class Replace:
    """The module at ``path`` becomes a layer of the registry of layers. ``sizes``: what makes it.

    A table of words is replaced wherever its matrix stands: in output layers that are tied too.
    """

    edit: str = field(default="replace", init=False)
    path: str
    layer: str
    sizes: dict[str, Any]


@dataclass(frozen=True)
class Narrow:
    """Fewer columns or rows of a linear layer; a narrower table, norm or buffer, which have
    ``out_features`` alone. None leaves a width as it is."""

    edit: str = field(default="narrow", init=False)
    path: str
    in_features: int | None = None
    out_features: int | None = None


@dataclass(frozen=True)
class Heads:
    """An attention with fewer heads. ``attributes``: the whole numbers by which it counts them,
    by the names that it gives them; its linear layers are narrowed by edits of their own."""

    edit: str = field(default="heads", init=False)
    path: str
    attributes: dict[str, int]


@dataclass(frozen=True)
class Rows:
    """A table of ``rows`` words, with all embeddings and output layers that share its matrix.
    ``padding``: the row of padding, where the table has one."""

    edit: str = field(default="rows", init=False)
    path: str
    rows: int
    padding: int | None = None


@dataclass(frozen=True)
class Drop:
    """A layer of a stack is gone, and the layers after it move up by one."""

    edit: str = field(default="drop", init=False)
    path: str


@dataclass(frozen=True)
class Share:
    """The modules at ``paths``, which are of one kind and size, become the first of them; or the
    parameters, where those are named, while their modules keep what else they have."""

    edit: str = field(default="share", init=False)
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Zeros:
    """What is zero of the linear layer's matrix at ``path`` stays zero while the model learns."""

    edit: str = field(default="zeros", init=False)
    path: str


@dataclass(frozen=True)
class Config:
    """Values of config.json that are other than before."""

    edit: str = field(default="config", init=False)
    changes: dict[str, Any]


Edit = Replace | Narrow | Heads | Rows | Drop | Share | Zeros | Config

EDITS: dict[str, type] = {
    kind.edit: kind for kind in (Replace, Narrow, Heads, Rows, Drop, Share, Zeros, Config)
}
"""Every edit that a record can name."""


def edits_from(document: Any, where: str) -> tuple[Edit, ...]:
    """A list of edits out of JSON; ``where`` names it in a refusal."""
    if not isinstance(document, list):
        raise Refused(f"{where} should be a list of edits, and is {document!r}")
    return tuple(_edit(each, f"{where}[{at}]") for at, each in enumerate(document))


def _edit(document: Any, where: str) -> Edit:
    name = document.get("edit") if isinstance(document, dict) else None
    if not isinstance(name, str) or name not in EDITS:
        near = get_close_matches(str(name), EDITS, n=1)
        meant = f"; did you mean {near[0]}?" if near else "."
        raise Refused(
            f"{where} asks for the edit {name!r}{meant} This version of mobilec knows "
            f"{', '.join(EDITS)}: take the version that wrote it, or compress the model again"
        )
    keys = {key: value for key, value in document.items() if key != "edit"}
    found: Edit = from_json(EDITS[name], keys, where)
    return found
