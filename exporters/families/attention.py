"""Where the attentions of a model are: their projections, their heads, and what counts them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused

ENCODER, OWN, CROSS = "encoder", "own", "cross"
"""Roles: over a source or a text, over a translation so far, of a translation over its source."""


@dataclass(frozen=True)
class Part:
    """A projection: of the rows of the linear layer at ``path``, the ``place``-th of ``of`` equal
    parts. Its rows are those of one head after the other."""

    path: str
    place: int = 0
    of: int = 1


@dataclass(frozen=True)
class AttentionMap:
    """One attention of a model, with ``heads`` heads of ``width`` numbers each.

    ``path``: the module that counts its heads, by ``counts``: attribute to how much of it is a
    head's. ``query``, ``key``, ``value``: its projections; ``others``: further layers with rows of
    each head. ``output``: the path of the linear layer whose columns are the heads'. ``bias``: of
    a table with a column for each head; empty where it has none. ``together``: attentions of one
    such name have as many heads, and where they have a bias, the same heads; empty for one that
    is free. ``products``: how many numbers each token multiplies with another for a number of its
    query: one for the key, one for the value, and one for each bias by what tokens say. ``fixed``:
    how many of the heads, the first ones, look where no query asks them to, so that the layers of
    query and key have no rows of theirs; where all do, the value's stand for these.
    """

    path: str
    role: str
    heads: int
    width: int
    query: Part
    key: Part
    value: Part
    output: str
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    others: tuple[Part, ...] = ()
    bias: str = ""
    together: str = ""
    products: int = 2
    fixed: int = 0

    def rows(self, heads: Sequence[int]) -> dict[str, list[int]]:
        """Path of each layer that makes something of a head, to its rows of ``heads``."""
        found: dict[str, list[int]] = {}
        for part in sorted({self.query, self.key, self.value, *self.others}, key=_place):
            first = part.place * self.heads * self.width
            found.setdefault(part.path, []).extend(self._numbers(heads, first))
        return found

    def columns(self, heads: Sequence[int]) -> dict[str, list[int]]:
        """Path of the output, and of the table of a bias, to the columns of ``heads``."""
        output = {self.output: list(self._numbers(heads, 0))}
        return output | ({self.bias: list(heads)} if self.bias else {})

    def counted(self, heads: int) -> dict[str, int]:
        """What its module counts where it has ``heads`` heads."""
        return {name: heads * of_one for name, of_one in self.counts.items()}

    def multiply_adds(self, tokens: int) -> int:
        """Of one token with ``tokens`` others, beside all that is a matrix of the model."""
        asked = self.heads - self.fixed
        return (self.products * asked + self.fixed) * self.width * tokens

    def _numbers(self, heads: Sequence[int], first: int) -> Iterator[int]:
        return (first + head * self.width + at for head in heads for at in range(self.width))


def _place(part: Part) -> tuple[str, int]:
    return part.path, part.place


@dataclass(frozen=True)
class Attends:
    """What a kind of attention does, called with (batch, time, width) and a mask alone, with what
    its heads say, before it returns that and None.

    ``after``: modules of it that this passes in turn; ``norm``: one of it that is given the sum of
    what comes out and what went in, none where it is empty.
    """

    after: tuple[str, ...] = ()
    norm: str = ""


UNSAID = "its family does not say what its attention does beside what its heads say"


@dataclass(frozen=True)
class Names:
    """What a kind of attention calls its parts, by paths below its own.

    ``at``: how its own path ends; ``within``: a module that it is somewhere in, any where it is
    empty. ``width``: the attribute that says how many numbers a head has;
    ``heads``, ``sizes``: what counts heads, and numbers of all heads. ``inner``: the module that
    has these; the attention itself where it is empty. A kind whose ``query``, ``key`` and
    ``value`` are one layer has them in it in this order.
    """

    at: str
    query: str
    key: str
    value: str
    output: str
    width: str
    heads: str = ""
    sizes: str = ""
    inner: str = ""
    within: str = ""

    def fits(self, path: str) -> bool:
        """Whether a module's path is that of such an attention."""
        return path.endswith(self.at) and (not self.within or self.within in path.split("."))


def named(model: PreTrainedModel, names: Names, role: str = ENCODER) -> tuple[AttentionMap, ...]:
    """All attentions of a kind, in the order of the layers; one at several places at each."""
    modules = dict(model.named_modules(remove_duplicate=False))
    # MobileBERT has another module of that name, which is none.
    paths = (path for path in modules if names.fits(path) and f"{path}.{names.value}" in modules)
    return tuple(_attention(modules, path, names, role) for path in paths)


def _attention(modules: dict[str, nn.Module], path: str, names: Names, role: str) -> AttentionMap:
    own = (names.query, names.key, names.value)
    joined = len(set(own)) == 1
    query, key, value = (
        Part(f"{path}.{name}", place, len(own)) if joined else Part(f"{path}.{name}")
        for place, name in enumerate(own)
    )
    if query.path not in modules:
        query = key = value
    inner = f"{path}.{names.inner}" if names.inner else path
    width = cast(int, getattr(modules[inner], names.width))
    heads = _rows(modules, value) // width
    asked = 0 if query == value else _rows(modules, query) // width
    counts = {names.heads: 1, names.sizes: width}
    return AttentionMap(
        path=inner,
        role=role,
        heads=heads,
        width=width,
        query=query,
        key=key,
        value=value,
        output=f"{path}.{names.output}",
        counts={name: of_one for name, of_one in counts.items() if name},
        fixed=heads - asked,
    )


def _rows(modules: dict[str, nn.Module], part: Part) -> int:
    return cast(int, modules[part.path].out_features) // part.of


def refuse_uneven(model: PreTrainedModel, maps: Sequence[AttentionMap]) -> None:
    """Refuses attentions that belong together and have numbers of heads of their own."""
    for name in dict.fromkeys(at.together for at in maps if at.together):
        group = [at for at in maps if at.together == name]
        tables = (model.get_submodule(at.bias) for at in group if at.bias)
        columns = {cast(int, table.embedding_dim) for table in tables}
        if len({at.heads for at in group} | columns) > 1:
            raise Refused(
                f"the layers of this {model.config.model_type} have "
                f"{', '.join(str(at.heads) for at in group)} heads, and its bias by distance is "
                f"one for all layers{''.join(f', for {heads}' for heads in columns)}: it can be "
                "captured with as many in each"
            )


def unmapped(model: PreTrainedModel) -> tuple[AttentionMap, ...]:
    """Of a family that nobody gave a map."""
    raise Refused(
        f"where the attentions of a {model.config.model_type!r} model have their heads is not "
        "known: its family has no map of them"
    )
