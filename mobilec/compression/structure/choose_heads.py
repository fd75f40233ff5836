"""Which heads stay, by what each is worth."""

from collections.abc import Callable, Mapping, Sequence

import torch

from exporters.errors import Refused
from mobilec.compression.structure.amount import Amount
from mobilec.compression.structure.cut import best
from mobilec.compression.structure.heads import HeadGroup

MODEL, ROLE, LAYER = "model", "role", "layer"
WITHIN = (MODEL, ROLE, LAYER)
"""What a share of heads is one of."""

Scores = Mapping[str, torch.Tensor]
"""Path of a group to what each of its heads is worth."""
Stay = dict[str, tuple[int, ...]]
"""Path of a group to the heads that stay, in order."""


def still(scores: Scores, stay: Stay, normalize: bool) -> dict[str, torch.Tensor]:
    """What the heads are worth that are there yet, and less than nothing for those that are gone;
    ``normalize``: over the l2 norm of their layer's (Michel et al. 2019, section 4.1)."""
    found = {}
    for path, values in scores.items():
        gone = torch.ones(len(values), dtype=torch.bool)
        gone[list(stay[path])] = False
        kept = values.masked_fill(gone, 0.0)
        norm = kept.norm().clamp(min=1e-30) if normalize else 1.0
        found[path] = (kept / norm).masked_fill(gone, -1.0)
    return found


def counted(groups: Sequence[HeadGroup], keep: Amount, part: float = 1.0) -> dict[str, int]:
    """How many heads each keeps of its own once ``part`` of those that go are gone."""
    return {g.path: keep.of(g.heads, f"heads in {g.path}", part) for g in groups}


def of_each(scores: Scores, counts: Mapping[str, int]) -> Stay:
    """The best of each group; of equal ones the first."""
    return {path: best(scores[path], count) for path, count in counts.items()}


def of_all(
    scores: Scores,
    groups: Sequence[HeadGroup],
    wanted: Callable[[int], int],
    by_role: bool,
    least: int,
) -> Stay:
    """The best of all groups together, or of those of one role: ``wanted`` of so many. Each keeps
    ``least`` of its own in any case. Refused: where that leaves too few to go."""
    rivals: dict[str, list[HeadGroup]] = {}
    for group in groups:
        rivals.setdefault(group.role if by_role else "", []).append(group)
    stay: Stay = {}
    for some in rivals.values():
        total = sum(group.heads for group in some)
        stay |= _of_some(scores, some, wanted(total), least)
    return stay


def _of_some(scores: Scores, groups: Sequence[HeadGroup], wanted: int, least: int) -> Stay:
    total = sum(group.heads for group in groups)
    safe = {g.path: best(scores[g.path], min(least, g.heads)) for g in groups}
    certain = sum(map(len, safe.values()))
    if certain > wanted:
        raise Refused(
            f"{wanted} of {total} heads are to stay, and {least} in each of {len(groups)} layers "
            f"are {certain}; keep more of them, or fewer in each"
        )
    others = [
        (float(scores[g.path][head]), -at, -head)
        for at, g in enumerate(groups)
        for head in range(g.heads)
        if head not in safe[g.path]
    ]
    places = [(-at, -head) for _, at, head in sorted(others, reverse=True)[: wanted - certain]]
    return {
        g.path: tuple(sorted({*safe[g.path], *(head for at, head in places if at == number)}))
        for number, g in enumerate(groups)
    }
