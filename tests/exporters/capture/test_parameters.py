import torch
from torch import nn

from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.parameters import used_parameters
from exporters.dimension import Dimension
from exporters.program import Method, TensorSpec
from tests import models


def count(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


class Small(nn.Module):
    """A tied table, a frozen bias, and a pooler whose result nobody uses."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(5, 3)
        self.output = nn.Linear(3, 5)
        self.output.weight = self.table.weight
        self.output.bias.requires_grad_(False)
        self.pooler = nn.Linear(3, 3)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        rows = self.table(ids)
        self.pooler(rows)
        return self.output(rows)


def test_counts_what_the_outputs_depend_on_once() -> None:
    module = Small()
    ids = TensorSpec("ids", torch.int64, (1, Dimension("length", 2, 4)))
    method = Method("forward", module, (ids,), ())
    used = used_parameters((method, method))
    assert [id(p) for p in used] == [id(module.table.weight), id(module.output.bias)]
    assert not module.output.bias.requires_grad


def program_count(model: nn.Module) -> int:
    return capture(model, "text-classification", CaptureOptions(64)).unique_parameters


def test_every_parameter_of_these_is_used() -> None:
    for name in ("bert", "albert", "mpnet", "modernbert"):
        model = models.tiny(name)
        assert program_count(model) == count(model)


def test_an_unused_token_type_table_does_not_count() -> None:
    model = models.tiny("bert")
    model.bert.register_parameter("spare", nn.Parameter(torch.zeros(7)))
    assert program_count(model) == count(model) - 7


def test_deberta_counts_a_row_for_each_distance() -> None:
    """Buckets and the norm over them are replaced by rows that are normalized already."""
    model = models.tiny("deberta-v2")
    encoder = model.deberta.encoder
    replaced = encoder.rel_embeddings.weight.numel() + count(encoder.LayerNorm)
    assert program_count(model) == count(model) - replaced + (2 * 64 + 1) * 64
