"""Why a call stays outside the delegate."""

import pytest
from executorch.exir import schema
from executorch.exir.scalar_type import ScalarType

from exporters.executorch.contents import Kernel
from exporters.executorch.outside import multiply_adds, reason


def _tensor(*sizes: int, dtype: ScalarType = ScalarType.FLOAT) -> schema.Tensor:
    return schema.Tensor(
        scalar_type=dtype,
        storage_offset=0,
        sizes=list(sizes),
        dim_order=list(range(len(sizes))),
        requires_grad=False,
        layout=0,
        data_buffer_idx=0,
        allocation_info=None,
        shape_dynamism=schema.TensorShapeDynamism.STATIC,
    )


@pytest.mark.parametrize(
    ("operator", "overload", "result", "words"),
    [
        ("aten::add", "out", _tensor(3, dtype=ScalarType.LONG), "its result is int64"),
        ("aten::slice_copy", "Tensor_out", _tensor(3), "slices only where every size is fixed"),
        ("executorch_prim::add", "Scalar", schema.Int(3), "arithmetic on sizes"),
        ("executorch_prim::et_view", "default", _tensor(3), "costs nothing"),
        ("aten::erf", "out", _tensor(3), "no such operator, or refused these shapes"),
    ],
)
def test_reasons(operator: str, overload: str, result: schema.KernelTypes, words: str) -> None:
    assert words in reason(Kernel(operator, overload, (_tensor(3), result)))


def test_products_count_wherever_they_run() -> None:
    scores = (_tensor(2, 7, 3), _tensor(2, 3, 5), _tensor(2, 7, 5))
    assert multiply_adds(Kernel("aten::bmm", "out", scores)) == 2 * 7 * 3 * 5
    linear = (_tensor(5), _tensor(7, 3), _tensor(3, 5), schema.Int(1), _tensor(7, 5))
    assert multiply_adds(Kernel("aten::addmm", "out", linear)) == 7 * 3 * 5
    assert multiply_adds(Kernel("aten::mul", "out", scores)) == 0
