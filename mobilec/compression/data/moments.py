"""What goes into linear layers while calibration texts run: the second moments of their inputs.

    M = E[x x^T / |x|^2]

Every token counts alike. A few have inputs a hundred times larger ("massive activations", Sun et
al. 2024), and the norm behind a layer takes the scale of a token away again; without the division
they alone would decide. The shipped ``sentiment-en`` with ``svd`` at a budget of one half, by 64
calibration sentences, on 300 others of the dev set of SST-2 (dense 0.897): 0.907 weighted and 0.880
plain, and 0.863 and 0.850 with M = E[x x^T].
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.nn import functional

from mobilec.compression.data.calibration import Batch, Calibration

Hook = Callable[[nn.Module, tuple[torch.Tensor, ...]], None]


@dataclass
class Moment:
    """``sum`` (width, width) over ``tokens`` inputs; float64, as many small numbers add up."""

    sum: torch.Tensor
    tokens: int = 0

    @property
    def mean(self) -> torch.Tensor:
        return self.sum / max(self.tokens, 1)

    def add_(self, x: torch.Tensor) -> None:
        """(..., width)."""
        rows = functional.normalize(x.detach().reshape(-1, x.shape[-1]).double(), dim=1)
        self.sum += rows.T @ rows
        self.tokens += len(rows)


def second_moments(
    model: nn.Module, layers: Mapping[str, nn.Linear], calibration: Calibration
) -> dict[str, torch.Tensor]:
    """Path to M (in, in). Layers that read one tensor (query, key, value) have one M between them.

    A layer that no text reached has none.
    """
    watch = _Watch(layers)
    hooks = [layer.register_forward_pre_hook(watch.hook(p)) for p, layer in layers.items()]
    try:
        with torch.inference_mode():
            for batch in calibration.batches:
                watch.seen.clear()
                model(**batch)
    finally:
        for hook in hooks:
            hook.remove()
    means = {id(moment): moment.mean for moment in watch.moments.values()}
    return {path: means[id(moment)] for path, moment in watch.moments.items()}


@dataclass
class _Watch:
    """``moments``: of each path. ``seen``: inputs of the batch that runs, each with its moment;
    they are kept until it ends, as a new tensor may take the place of one that is gone."""

    layers: Mapping[str, nn.Linear]
    moments: dict[str, Moment] = field(default_factory=dict)
    seen: list[tuple[torch.Tensor, Moment]] = field(default_factory=list)

    def hook(self, path: str) -> Hook:
        """What notes the inputs of the layer at ``path``."""

        def note(_: nn.Module, arguments: tuple[torch.Tensor, ...]) -> None:
            self._note(path, arguments[0])

        return note

    def _note(self, path: str, x: torch.Tensor) -> None:
        same = next((moment for read, moment in self.seen if read is x), None)
        if path not in self.moments:
            self.moments[path] = same or Moment(x.new_zeros(2 * x.shape[-1:], dtype=torch.float64))
        own = self.moments[path]
        if own is not same:
            own.add_(x)
            self.seen.append((x, own))


def output_error(
    dense: torch.Tensor, other: torch.Tensor, moment: torch.Tensor | None
) -> float | None:
    """sqrt(E |W x - W' x|^2 / E |W x|^2) over inputs of norm 1, None without a moment."""
    if moment is None:
        return None
    exact, near = dense.detach().double(), other.detach().double()
    lost = _energy(exact - near, moment)
    return float((lost / _energy(exact, moment).clamp(min=1e-30)).sqrt())


def weight_error(dense: torch.Tensor, other: torch.Tensor) -> float:
    """|W - W'| / |W| in the Frobenius norm."""
    exact, near = dense.detach().double(), other.detach().double()
    return float((exact - near).norm() / exact.norm().clamp(min=1e-30))


def _energy(matrix: torch.Tensor, moment: torch.Tensor) -> torch.Tensor:
    return ((matrix @ moment) * matrix).sum().clamp(min=0)


def mean_loss(model: nn.Module, batches: Iterable[Batch]) -> float:
    """Of the task, over batches with labels."""
    with torch.inference_mode():
        losses = [float(model(**batch).loss) for batch in batches]
    return sum(losses) / max(len(losses), 1)
