"""Layers that are cut one after another: their order, and what each is cut from."""

import copy

import torch
from torch import nn

from mobilec.compression.linears.sequential import aimed, reading_order
from mobilec.layers.low_rank import LowRankLinear
from tests import models

PRE = "bert.encoder.layer.0."


def test_bert_is_read_from_its_first_layer_on():
    model = models.tiny("bert").eval()
    linears = {p: m for p, m in model.named_modules() if type(m) is nn.Linear and ".layer." in p}
    backwards = dict(reversed(linears.items()))
    ids = torch.arange(9)[None] + 5
    groups = reading_order(model, backwards, {"input_ids": ids})
    assert groups[:4] == [
        [PRE + f"attention.self.{name}" for name in ("query", "key", "value")],
        [PRE + "attention.output.dense"],
        [PRE + "intermediate.dense"],
        [PRE + "output.dense"],
    ]
    assert sorted(path for group in groups for path in group) == sorted(linears)


class Chain(nn.Module):
    """Two layers, the second at two places, and one that nothing reads."""

    def __init__(self, bias: bool) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(6, 6, bias), nn.Linear(6, 6, bias)
        self.unread = nn.Linear(6, 6)
        self.reached = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for layer in (self.first, self.second, self.second):
            x = torch.tanh(layer(x))
        self.reached += 1
        return x


def texts(count: int = 40) -> list[dict[str, torch.Tensor]]:
    return [{"x": torch.randn(1, 7, 6) + 0.5} for _ in range(count)]


def test_a_layer_aims_at_what_was_said_from_what_is_read_now():
    torch.manual_seed(0)
    for bias in (True, False):
        dense, given = Chain(bias).eval(), texts()
        model = copy.deepcopy(dense)
        with torch.no_grad():
            model.first.weight += 0.4 * torch.randn(6, 6)
        found = aimed(dense, model, ["second"], given)["second"]
        rows = [tokens(dense, model, batch) for batch in given]
        read, said = (torch.cat(each) for each in zip(*rows, strict=True))
        weights = read.square().sum(1).rsqrt()[:, None]
        padded = torch.cat([read, torch.ones(len(read), 1)], 1) if bias else read
        # The same regression by another road, without damping.
        exact = torch.linalg.lstsq(weights * padded, weights * said, driver="gelsd").solution.T
        away = (found.layer.weight - exact[:, :6]).norm()
        assert away < 0.2 * (dense.second.weight - exact[:, :6]).norm()


def tokens(dense: Chain, model: Chain, batch: dict[str, torch.Tensor]):  # noqa: ANN201
    """What ``second`` reads now and should say, (14, 6) each."""
    found = []
    for chain in (dense, model):
        calls = []
        hook = chain.second.register_forward_hook(lambda _, a, y, to=calls: to.append((a[0], y)))
        with torch.no_grad():
            chain(**batch)
        hook.remove()
        found.append(calls)
    read = torch.cat([x[0] for x, _ in found[1]])
    return read, torch.cat([y[0] for _, y in found[0]])


def test_the_bias_leaves_no_error_on_average():
    torch.manual_seed(0)
    dense, given = Chain(True).eval(), texts()
    found = aimed(dense, dense, ["first"], given)["first"]
    cut = LowRankLinear.from_dense(found.layer, 2, found.moment)
    found.centre_(cut)
    rows = torch.cat([batch["x"][0] for batch in given])
    weights = rows.square().sum(1).reciprocal()[:, None]
    with torch.no_grad():
        mean = (weights * (cut(rows) - dense.first(rows))).sum(0) / weights.sum()
    torch.testing.assert_close(mean, torch.zeros(6), atol=1e-6, rtol=0)


def test_what_comes_after_the_layer_is_not_computed():
    dense, given = Chain(True).eval(), texts(5)
    aimed(dense, dense, ["first"], given)
    assert dense.reached == 2, "only the first text runs to the end, once as it was and once as is"
