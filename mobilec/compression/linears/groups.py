"""Linear layers that share something, cut into square pieces of one width."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd

from torch import nn

from exporters.errors import Refused


@dataclass(frozen=True)
class Group:
    """``linears``: by path, in the order of the model. ``width``: of a piece, which divides every
    width of them."""

    name: str
    linears: Mapping[str, nn.Linear]
    width: int

    @property
    def pieces(self) -> int:
        """Of all layers: a feed-forward layer of BERT has four."""
        sizes = (layer.in_features * layer.out_features for layer in self.linears.values())
        return sum(sizes) // self.width**2


def groups_of(model: nn.Module, names: Mapping[str, object]) -> tuple[Group, ...]:
    """``names``: path of each layer to the name of its group. Refuses a name that is none."""
    members: dict[str, dict[str, nn.Linear]] = {}
    for path, name in names.items():
        layer = model.get_submodule(path)
        assert isinstance(layer, nn.Linear), "only linear layers are chosen"
        if not isinstance(name, str) or not name:
            raise Refused(f"{path}: {name!r} is no name of a group; give a word, or null")
        members.setdefault(name, {})[path] = layer
    return tuple(Group(name, linears, _width(linears)) for name, linears in members.items())


def _width(linears: Mapping[str, nn.Linear]) -> int:
    """The largest that divides all widths."""
    widths = [w for layer in linears.values() for w in (layer.in_features, layer.out_features)]
    return gcd(*widths)
