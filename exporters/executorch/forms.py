"""The forms that XNNPACK takes whole: layer norm without its operator, int8 linear and embedding.

Importing this module loads executorch's quantized operators, which the forms call.
"""

import executorch.exir.passes._quant_patterns_and_replacements  # noqa: F401  defines embedding_byte
import torch
from torch import nn
from torch.ao.quantization.fx import _decomposed  # noqa: F401  defines quantized_decomposed
from torch.nn import functional

from exporters.capture.rms import RmsNorm
from exporters.precision.calibration import LinearRanges, Range
from exporters.precision.int8 import LARGEST, quantize_rows

_ops = torch.ops.quantized_decomposed
HALF_EPS = 2.0**-20
"""The least eps of a layer norm in half precision, where BERT's 1e-12 would be 0."""
_EPSILON = 2.0**-12
"""The smallest activation scale, the value that PT2E's XNNPACK quantizer uses."""


def constant(tensor: torch.Tensor) -> nn.Parameter:
    """A parameter without gradient: a buffer would stand in the file even when unused."""
    return nn.Parameter(tensor, requires_grad=False)


class LinearLayerNorm(nn.Module):
    """c = x - mean(x);  y = c / sqrt(mean(c^2) + eps) * w + b     (Ba et al. 2016, equation 3)

    Both means are products with a row of 1/width: XNNPACK has no layer norm, and
    ``native_layer_norm`` cuts the network into 14 delegates, where in this form MiniLM is 2
    (benchmarks/README.md, "layer norm of a .pte").
    """

    def __init__(self, norm: nn.LayerNorm, least_eps: float = 0.0) -> None:
        super().__init__()
        (width,) = norm.normalized_shape
        self.weight, self.bias, self.eps = norm.weight, norm.bias, max(norm.eps, least_eps)
        self.mean = constant(torch.full((1, width), 1.0 / width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., width) to the same shape."""
        centred = x - functional.linear(x, self.mean)
        variance = functional.linear(centred * centred, self.mean)
        normal = centred * torch.rsqrt(variance + self.eps)
        if self.weight is not None:
            normal = normal * self.weight
        return normal if self.bias is None else normal + self.bias


class LinearRmsNorm(nn.Module):
    """y = x / sqrt(mean(x^2) + eps) * w      (Zhang and Sennrich 2019, section 3)

    The mean is a product with a row of 1/width, as in ``LinearLayerNorm``.
    """

    def __init__(self, norm: RmsNorm, least_eps: float = 0.0) -> None:
        super().__init__()
        width = len(norm.weight)
        self.weight, self.eps = norm.weight, max(norm.eps, least_eps)
        self.mean = constant(torch.full((1, width), 1.0 / width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., width) to the same shape."""
        return x * torch.rsqrt(functional.linear(x * x, self.mean) + self.eps) * self.weight


class Int8Embedding(nn.Module):
    """Rows of int8, each with its scale; a looked up row is float32.

    ``embedding`` only moves bytes; the product with the scale is XNNPACK's. ExecuTorch's operator
    for both, ``embedding_byte``, goes number by number (benchmarks/README.md, "int8 rows of a
    .pte").
    """

    def __init__(self, table: nn.Embedding) -> None:
        super().__init__()
        rows, scales = quantize_rows(table.weight)
        self.rows, self.scales = constant(rows), constant(scales[:, None].clone())

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(1, time) ids to (1, time, width)."""
        rows = functional.embedding(ids, self.rows)
        whole = _ops.dequantize_per_tensor(rows, 1.0, 0, -LARGEST - 1, LARGEST, torch.int8)
        return whole * functional.embedding(ids, self.scales)


class Int8Weight(nn.Module):
    """The int8 weight of a linear, one scale an output channel.

    ``weight`` is None: T5 asks its linears for the type of their weights, where they are tensors.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        values, scales = quantize_rows(linear.weight)
        self.values, self.scales = constant(values), constant(scales)
        self.zeros = constant(torch.zeros(len(scales), dtype=torch.int64))
        self.bias, self.weight = linear.bias, None

    def linear(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out), in the pattern that XNNPACK knows."""
        weight = _ops.dequantize_per_channel(
            self.values, self.scales, self.zeros, 0, -LARGEST, LARGEST, torch.int8
        )
        return functional.linear(x, weight, self.bias)


class DynamicLinear(Int8Weight):
    """int8 weight; activations quantized at run time. XNNPACK does so for each token by itself."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        low, high = -LARGEST - 1, LARGEST
        scale, zero = _ops.choose_qparams.tensor(x, low, high, _EPSILON, torch.int8)
        q = _ops.quantize_per_tensor.tensor(x, scale, zero, low, high, torch.int8)
        back = _ops.dequantize_per_tensor.tensor(q, scale, zero, low, high, torch.int8)
        return self.linear(back)


class StaticLinear(Int8Weight):
    """int8 weight; input and output quantized with ranges that calibration found.

    XNNPACK's static product writes int8, so the output has a range too. All between two linears
    (masks, softmax, norms, additions) stays float: with the mask inside a static addition
    MiniLM's cosine to PyTorch fell to 0.35.
    """

    def __init__(self, linear: nn.Linear, ranges: LinearRanges) -> None:
        super().__init__(linear)
        self.incoming, self.outgoing = Int8Grid(ranges.incoming), Int8Grid(ranges.outgoing)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        return self.outgoing(self.linear(self.incoming(x)))


class Int8Grid(nn.Module):
    """One int8 scale and zero point for a whole tensor: x ~ (q - zero) * scale."""

    def __init__(self, seen: Range) -> None:
        super().__init__()
        steps = 2 * LARGEST + 1
        self.scale = max((seen.largest - seen.smallest) / steps, _EPSILON)
        self.zero = max(
            -LARGEST - 1, min(LARGEST, round(-LARGEST - 1 - seen.smallest / self.scale))
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x after a trip through int8, any shape."""
        grid = (self.scale, self.zero, -LARGEST - 1, LARGEST, torch.int8)
        return _ops.dequantize_per_tensor(_ops.quantize_per_tensor(x, *grid), *grid)
