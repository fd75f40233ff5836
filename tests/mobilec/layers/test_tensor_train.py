import pytest
import torch

from mobilec.layers.tensor_train import TensorTrainLinear, foldings
from mobilec.layers.tensors.tensor_train import largest_ranks
from tests.mobilec.layers.linears import dense, inputs


@pytest.mark.parametrize(("width", "out"), [(17, 31), (13, 24), (24, 13)])
def test_primes_are_padded_and_nothing_changes(width, out):
    layer = dense(width, out)
    train = TensorTrainLinear.from_dense(layer, largest_ranks(*foldings(width, out, 3)))
    assert train.network.size(train.network.inputs) >= width
    for form in (train, *train.forms().values()):
        torch.testing.assert_close(form(inputs(width)), layer(inputs(width)), rtol=0, atol=2e-5)


def test_every_way_to_merge_neighbours_is_a_form():
    train = TensorTrainLinear(16, 16, (2, 2, 2), bias=False)
    assert list(train.forms()) == [
        "factored",
        "merged 1 2 3+4",
        "merged 1 2+3 4",
        "merged 1+2 3 4",
        "merged 1 2+3+4",
        "merged 1+2 3+4",
        "merged 1+2+3 4",
        "dense",
    ]


def test_the_layer_is_the_sum_over_its_cores():
    """y(i) = sum over j of the product of core slices, written out for one number of y."""
    train = TensorTrainLinear(4, 6, (3,), bias=False)
    first, second = (core.detach() for core in train.cores)
    x = torch.arange(4.0)
    rows, columns = train.rows, train.columns
    row = 4
    i = divmod(row, rows[1])
    total = 0.0
    for j in range(4):
        a, b = divmod(j, columns[1])
        total += float((first[0, i[0], a] @ second[:, i[1], b])[0]) * float(x[j])
    assert float(train(x)[row].detach()) == pytest.approx(total, abs=1e-5)
