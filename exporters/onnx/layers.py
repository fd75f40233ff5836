"""Modules that take the seat of a linear or an embedding table for ONNX."""

import torch
from torch import nn

from exporters.onnx import products
from exporters.onnx.weights import MIDDLE, without_zero_point
from exporters.precision.calibration import Range
from exporters.precision.int8 import SMALLEST_SCALE


class Product(nn.Module):
    """y = x W^T + b, on an operand (in, out) that is not ``nn.Linear``'s weight (out, in).

    torch.onnx writes ``nn.Linear`` as a transposition of W that it then folds: W loses its name,
    and where it is used twice it is stored twice (ALBERT). A W whose rows are looked up too is
    stored as it is (``looked_up``), and transposed in the graph; ONNX Runtime folds that at load.
    """

    values: torch.Tensor
    bias: torch.Tensor | None
    weight = None
    """T5 would cast what goes into its last linear to the dtype of this."""

    def __init__(self, values: torch.Tensor, bias: torch.Tensor | None, looked_up: bool) -> None:
        """``values``: (out, in)."""
        super().__init__()
        self.looked_up = looked_up
        self.register_buffer("values", values if looked_up else values.t().contiguous())
        self.register_buffer("bias", None if bias is None else bias.detach())

    @property
    def operand(self) -> torch.Tensor:
        """(in, out)."""
        return self.values.t() if self.looked_up else self.values


class Int8Linear(Product):
    """A product with W in 8 bits and ``scales`` (out,); of a product in integers W is as
    ``multiplied_rows`` gives it, else as ``quantize_rows`` does."""

    scales: torch.Tensor

    def __init__(
        self,
        values: torch.Tensor,
        scales: torch.Tensor,
        bias: torch.Tensor | None,
        looked_up: bool = False,
    ) -> None:
        super().__init__(values, bias, looked_up)
        self.register_buffer("scales", scales)


class PerTensor(Int8Linear):
    """Activations get one scale, found at run time."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., time, in) float32 to (..., time, out) float32."""
        return products.linear_per_tensor(x, self.operand, self.scales, self.bias)


class PerToken(Int8Linear):
    """Activations get one scale a token, found at run time."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) float32 to (..., out) float32, with tokens along one axis.

        Of a single row (the pooled one, the token of a step) the scale of the tensor is that of the
        token, and ONNX Runtime runs that form as one operator instead of eight (2 % of MiniLM at 16
        tokens).
        """
        axis = products.token_axis(x.shape)
        if axis is None:
            return products.linear_per_tensor(x, self.operand, self.scales, self.bias)
        zero_points = torch.full((x.shape[axis],), MIDDLE, dtype=torch.uint8)
        return products.linear_per_token(x, zero_points, self.operand, self.scales, self.bias)


class Static(Int8Linear):
    """Activations have a constant scale and zero point: x ~ (q - zero point) * scale, q in 0..255.

    Both come from the range of ``x`` on real inputs; it is asymmetric, because half of what a GELU
    gives lies close to 0.
    """

    scale: torch.Tensor
    zero_point: torch.Tensor

    def __init__(
        self,
        values: torch.Tensor,
        scales: torch.Tensor,
        bias: torch.Tensor | None,
        incoming: Range,
        looked_up: bool = False,
    ) -> None:
        super().__init__(values, scales, bias, looked_up)
        scale = max((incoming.largest - incoming.smallest) / 255, SMALLEST_SCALE)
        zero_point = round(-incoming.smallest / scale)
        self.register_buffer("scale", torch.tensor(scale, dtype=torch.float32))
        self.register_buffer("zero_point", torch.tensor(zero_point, dtype=torch.uint8))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., time, in) float32 to (..., time, out) float32."""
        return products.linear_static(
            x, self.scale, self.zero_point, self.operand, self.scales, self.bias
        )


class WeightOnly(Int8Linear):
    """int8 in the file, float32 in the arithmetic.

    Written as a cast and a product, which ONNX Runtime folds at load: from then on it is as fast
    and as large as fp32. Of ``DequantizeLinear`` ONNX Runtime 1.32 makes MatMulNBits, which by
    default quantizes the activations too, in blocks of 32, and is slower when told to keep them in
    float (benchmarks/README.md, "int8-weight of an .onnx").
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) float32 to (..., out) float32."""
        product = torch.matmul(x, self.operand.float() * self.scales)
        return product if self.bias is None else product + self.bias


class Int8Embedding(nn.Module):
    """A table of int8 rows, each with its scale: only the rows that are looked up become float.

    Where the table is an output layer too, its rows are as that multiplies them.
    """

    values: torch.Tensor
    scales: torch.Tensor

    def __init__(self, values: torch.Tensor, scales: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("values", values)
        self.register_buffer("scales", scales[:, None])

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(...) int64 to (..., width) float32."""
        rows = without_zero_point(nn.functional.embedding(ids, self.values))
        return rows * nn.functional.embedding(ids, self.scales)


class FloatLinear(Product):
    """A product with W stored in ``dtype`` and multiplied in float32."""

    def __init__(self, linear: nn.Linear, dtype: torch.dtype, looked_up: bool) -> None:
        super().__init__(linear.weight.detach().to(dtype), linear.bias, looked_up)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) float32 to (..., out) float32."""
        product = torch.matmul(x, self.operand.float())
        return product if self.bias is None else product + self.bias


class HalfEmbedding(nn.Module):
    """A table of float16 rows; those that are looked up become float32."""

    weight: torch.Tensor

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        self.register_buffer("weight", weight.detach().half())

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(...) int64 to (..., width) float32."""
        return nn.functional.embedding(ids, self.weight).float()
