"""What each head is worth, as a file and as a picture beside the model."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

import torch

from mobilec.compression.structure.choose_heads import Scores, Stay
from mobilec.compression.structure.head_measures import HeadMeasures
from mobilec.compression.structure.heads import HeadGroup

_CELL, _LEFT, _TOP = 34, 250, 56
_LOW, _HIGH = (247, 249, 252), (15, 76, 129)


@dataclass(frozen=True)
class HeadFigures:
    """``importance``: I_h by group, as measured. ``stay``: the heads that do. ``without``,
    ``alone``: the metric without a head, and with one alone in its layer, where it was measured."""

    groups: Sequence[HeadGroup]
    importance: Scores
    stay: Stay
    without: HeadMeasures | None = None
    alone: HeadMeasures | None = None

    def write(self, folder: Path, number: int) -> None:
        """Adds heads-N.json and heads-N.svg to ``folder``, N the number of the step."""
        text = json.dumps(self.to_json(), indent=1)
        (folder / f"heads-{number}.json").write_text(text + "\n", encoding="utf-8")
        (folder / f"heads-{number}.svg").write_text(self.to_svg(), encoding="utf-8")

    def to_json(self) -> dict[str, object]:
        """A row for each layer, in the order of the model."""
        both = {"without": self.without, "alone": self.alone}
        known = {name: found for name, found in both.items() if found is not None}
        return {
            "importance": "E |dL/dxi|, the loss's slope by what multiplies a head",
            **{name: asdict(m.whole) for name, m in known.items()},
            "layers": [
                {
                    "path": group.path,
                    "also": [at.path for at in group.maps[1:]],
                    "role": group.role,
                    "importance": _rounded(self.importance[group.path]),
                    **{name: _rounded(m.heads[group.path]) for name, m in known.items()},
                    "stay": list(self.stay[group.path]),
                }
                for group in self.groups
            ],
        }

    def to_svg(self) -> str:
        """A map of layers by heads for each kind of attention: the darker, the more it is worth
        in its layer; heads that go are crossed out."""
        parts, top = [], 0
        for role in dict.fromkeys(group.role for group in self.groups):
            rows = [group for group in self.groups if group.role == role]
            parts.append(_text(8, top + 24, f"{role} attention: importance of heads", weight=600))
            heads = range(max(group.heads for group in rows))
            parts += [_text(_LEFT + h * _CELL + 12, top + _TOP - 8, str(h)) for h in heads]
            for at, group in enumerate(rows):
                y = top + _TOP + at * _CELL
                parts += [_text(8, y + 21, group.path), *self._row(group, y)]
            top += _TOP + len(rows) * _CELL + 12
        width = _LEFT + _CELL * max(group.heads for group in self.groups) + 12
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top}" width="{width}" '
            f'height="{top}" font-family="sans-serif" font-size="11">'
            f'<rect width="{width}" height="{top}" fill="#fff"/>{"".join(parts)}</svg>\n'
        )

    def _row(self, group: HeadGroup, y: int) -> list[str]:
        values = self.importance[group.path]
        shares = (values / values.max().clamp(min=1e-30)).tolist()
        cells = []
        for head, share in enumerate(shares):
            x, mixed = _LEFT + head * _CELL, zip(_LOW, _HIGH, strict=True)
            colour = ",".join(str(round(low + (high - low) * share)) for low, high in mixed)
            title = f"<title>{escape(group.path)}, head {head}: {float(values[head]):.3g}</title>"
            side = _CELL - 3
            cells.append(
                f'<rect x="{x}" y="{y}" width="{side}" height="{side}" fill="rgb({colour})" '
                f'stroke="#c9d3df">{title}</rect>'
            )
            if head not in self.stay[group.path]:
                line = f"M{x + 7} {y + 7}l17 17m0-17l-17 17"
                cells.append(f'<path d="{line}" stroke="#b3261e" stroke-width="2"/>')
        return cells


def _text(x: int, y: int, words: str, weight: int = 400) -> str:
    return f'<text x="{x}" y="{y}" font-weight="{weight}" fill="#1b2733">{escape(words)}</text>'


def _rounded(values: torch.Tensor) -> list[float]:
    return [float(f"{value:.9g}") for value in values.tolist()]
