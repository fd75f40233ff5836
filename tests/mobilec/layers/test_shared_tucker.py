import numpy as np
import torch

from mobilec.layers.shared_factors import SharedFactors
from mobilec.layers.shared_tucker import SharedTuckerLinear
from mobilec.layers.tensors.tucker import banked_factors, shared_factors
from tests.mobilec.layers.linears import WIDTH, dense

STACK = torch.randn(6, WIDTH, WIDTH, generator=torch.Generator().manual_seed(1))


def group(bank: int) -> tuple[SharedFactors, list[SharedTuckerLinear]]:
    shared = SharedFactors.from_tensors(*_factors(bank))
    layers = [dense(WIDTH, WIDTH), dense(WIDTH, 2 * WIDTH)]
    return shared, [SharedTuckerLinear.from_dense(layer, shared) for layer in layers]


def _factors(bank: int):  # noqa: ANN202
    if not bank:
        found = shared_factors(STACK, (7, 5))
        return found.up, found.down
    found = banked_factors(STACK, bank, (7, 5))
    return found.up, found.down, found.bank


def test_layers_of_a_group_hold_one_set_of_factors():
    shared, layers = group(bank=3)
    assert all(layer.shared is shared for layer in layers)
    for name in ("factored", "expanded"):
        forms = [layer.forms()[name] for layer in layers]
        assert forms[0].down is forms[1].down is shared.down
    assert layers[0].forms()["expanded"].up.weight is shared.up.weight


def test_own_is_the_nearest_that_the_factors_allow():
    for bank in (0, 3):
        _, layers = group(bank)
        layer, target = layers[0], dense(WIDTH, WIDTH).weight
        best = (layer.matrix() - target).norm()
        for step in (-0.01, 0.01):
            with torch.no_grad():
                layer.own += step
                assert (layer.matrix() - target).norm() > best
                layer.own -= step


def test_matrices_of_a_bank_that_depend_on_others_leave_own_the_nearest():
    """And the smallest of those, whatever lay in the memory that it is computed in: LAPACK's gelsy
    takes columns for chosen ones by numbers that torch (2.13) leaves in it, and then finds zeros.
    """
    generator = torch.Generator().manual_seed(2)
    up, down = _factors(0)
    bank = torch.randn(6, 7, 5, generator=generator)
    bank[0], bank[4] = 0, bank[3]
    shared, layer = SharedFactors.from_tensors(up, down, bank), dense(WIDTH, WIDTH)
    core = np.linalg.pinv(up) @ layer.weight.numpy() @ np.linalg.pinv(down)
    expected = np.linalg.lstsq(bank.reshape(6, -1).T, core.reshape(-1), rcond=None)[0]
    for _ in range(200):
        _ = [torch.full((6,), 5, dtype=torch.int32) for _ in range(9)]
        found = SharedTuckerLinear.from_dense(layer, shared).own.detach()
        np.testing.assert_allclose(found.flatten(), expected, atol=1e-5)


def test_expanding_a_bank_keeps_no_bank():
    _, layers = group(bank=3)
    sizes = {name: sum(p.numel() for p in f.parameters()) for name, f in layers[0].forms().items()}
    shared = 12 * WIDTH
    assert sizes["expanded"] == shared + 35 + WIDTH
    assert sizes["factored"] == shared + 3 * 35 + 3 + WIDTH


def test_cost_leaves_out_what_is_shared():
    shared, layers = group(bank=3)
    assert layers[0].cost().parameters == 3 + WIDTH
    assert shared.cost().parameters == 12 * WIDTH + 3 * 35
    assert shared.cost().multiply_adds == 0
    assert layers[0].cost().multiply_adds == 12 * WIDTH + 35
