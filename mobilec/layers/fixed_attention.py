"""Self-attention of which some heads look where a pattern says, and have no query and key.

    head h:     P_h V_h                                      the first ones, P_h of ``patterns.py``
                softmax(Q_h K_h^T / sqrt(d) + M) V_h         all others

It takes the seat of an encoder's attention, with the layers of that under their own names.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import torch
from torch import nn

from exporters.bundle.records import from_json
from exporters.errors import Refused
from mobilec.layers.patterns import PATTERNS, Patterns
from mobilec.layers.seat import Seated, Sizes


@dataclass(frozen=True)
class Fixed:
    """``patterns``: of the first of ``heads`` heads, ``width`` numbers each. ``query``, ``key``,
    ``value``: names of the layers of the attention; the first two are not there where no head is
    learnt. ``after`` and ``norm``: as ``exporters.families.attention.Attends``."""

    patterns: tuple[str, ...]
    heads: int
    width: int
    query: str
    key: str
    value: str
    after: tuple[str, ...] = ()
    norm: str = ""

    @property
    def learnt(self) -> int:
        """Heads that ask."""
        return self.heads - len(self.patterns)

    @property
    def parts(self) -> tuple[str, ...]:
        """The modules of the attention that stay."""
        asking = (self.query, self.key) if self.learnt else ()
        return (*asking, self.value, *self.after, *((self.norm,) if self.norm else ()))


class FixedAttention(Seated):
    """See the module. ``take_`` gives it the layers of the attention whose seat it takes."""

    name = "fixed-attention"

    def __init__(self, fixed: Fixed) -> None:
        super().__init__()
        unknown = [name for name in fixed.patterns if name not in PATTERNS]
        if unknown or fixed.learnt < 0 or not fixed.patterns:
            raise Refused(
                f"{fixed.heads} heads cannot have the patterns {', '.join(fixed.patterns)}; each "
                f"head can have one of {', '.join(PATTERNS)}"
            )
        self.fixed = fixed
        self.patterns = Patterns()
        self.probability = 0.0

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        return cls(from_json(Fixed, dict(sizes), cls.name))

    def sizes(self) -> dict[str, Any]:
        found = asdict(self.fixed)
        return found | {name: list(found[name]) for name in ("patterns", "after")}

    def take_(self, dense: nn.Module) -> None:
        """The layers of ``dense``, as they are, its dropout, and the numbers by which it counts
        heads. Refused: one that has not the layers, or has them of other sizes."""
        children = dict(dense.named_children())
        if absent := [name for name in self.fixed.parts if name not in children]:
            raise Refused(f"a {type(dense).__name__} has no {', '.join(absent)}")
        self._refuse_other_rows(children)
        for name in self.fixed.parts:
            self.add_module(name, children[name])
        for name, number in vars(dense).items():
            if type(number) is int and not name.startswith("_"):
                setattr(self, name, number)
        self.probability = _probability(dense)

    def _refuse_other_rows(self, children: Mapping[str, nn.Module]) -> None:
        rows = {self.fixed.value: self.fixed.heads * self.fixed.width}
        if self.fixed.learnt:
            asked = self.fixed.learnt * self.fixed.width
            rows |= {self.fixed.query: asked, self.fixed.key: asked}
        for name, wanted in rows.items():
            there = getattr(children[name], "out_features", None)
            if there != wanted:
                raise Refused(f"its {name} has {there} rows, where its heads want {wanted}")

    def forward(
        self,
        hidden_states: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        **unused: object,  # noqa: ARG002  (transformers hands its flags to every attention)
    ) -> tuple[torch.Tensor, None]:
        """hidden_states (batch, time, width) to the same; ``attention_mask``: None, or (batch, 1,
        1 or time, time), True or 0 for what is seen."""
        batch, time, _ = hidden_states.shape
        value, many = self._split(self.fixed.value, hidden_states), len(self.fixed.patterns)
        weights = self.patterns(self.fixed.patterns, attention_mask, hidden_states)
        if self.fixed.learnt:
            asked = self._asked(hidden_states, attention_mask)
            by_place = _product(weights, value[:, :many])
            said = torch.cat((by_place, _product(asked, value[:, many:])), dim=1)
        else:
            said = _product(weights, value)
        return self._finished(said.transpose(1, 2).reshape(batch, time, -1), hidden_states), None

    def _asked(self, hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Weights (batch, learnt, time, time) of the heads that ask."""
        query, key = (self._split(name, hidden) for name in (self.fixed.query, self.fixed.key))
        scores = _product(query * self.fixed.width**-0.5, key.transpose(2, 3))
        if mask is not None:
            scores = scores + _added(mask, scores)
        weights = torch.softmax(scores, dim=-1)
        return nn.functional.dropout(weights, self.probability, self.training)

    def _split(self, name: str, hidden: torch.Tensor) -> torch.Tensor:
        """(batch, heads, time, width) of a layer."""
        rows = self.get_submodule(name)(hidden)
        split: torch.Tensor = rows.reshape(*hidden.shape[:2], -1, self.fixed.width)
        return split.transpose(1, 2)

    def _finished(self, said: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        for name in self.fixed.after:
            said = self.get_submodule(name)(said)
        if self.fixed.norm:
            said = self.get_submodule(self.fixed.norm)(hidden + said)
        return said

    def extra_repr(self) -> str:
        return f"{', '.join(self.fixed.patterns)}, {self.fixed.learnt} learnt"


def _product(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """(batch, heads, a, b) and (batch, heads, b, c) to (batch, heads, a, c), as products over one
    axis, which back ends lower best."""
    batch, heads = left.shape[:2]
    flat = (x.reshape(batch * heads, *x.shape[2:]) for x in (left, right))
    made = torch.bmm(*flat)
    return made.reshape(batch, heads, *made.shape[1:])


def _added(mask: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
    if mask.is_floating_point():
        return mask
    lowest = torch.finfo(scores.dtype).min
    wide = mask if mask.dim() == 4 else mask[:, None, None]
    return torch.zeros_like(wide, dtype=scores.dtype).masked_fill(wide == 0, lowest)


def _probability(dense: nn.Module) -> float:
    """Of attention's dropout, which families keep as a module or as a number."""
    for name in ("dropout", "attention_dropout"):
        found = getattr(dense, name, None)
        if isinstance(found, nn.Dropout):
            return found.p
        if isinstance(found, float):
            return found
    return 0.0
