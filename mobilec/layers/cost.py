"""What a layer costs: parameters, bytes in int8, multiply-adds for a token."""

from dataclasses import dataclass

_SCALE_BYTES = 4
_FLOAT_BYTES = 4


@dataclass(frozen=True)
class Cost:
    """``parameters``: each once; what stands elsewhere already (a tied table, a shared factor) is
    not counted here. ``int8_bytes``: matrices as int8 with a float32 scale a row, vectors in
    float32, as every back end stores them. ``multiply_adds``: for one token.
    """

    parameters: int
    int8_bytes: int
    multiply_adds: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.parameters + other.parameters,
            self.int8_bytes + other.int8_bytes,
            self.multiply_adds + other.multiply_adds,
        )


NOTHING = Cost(0, 0, 0)


def matrix(rows: int, width: int, stored: bool = True) -> Cost:
    """A matrix of ``rows`` int8 rows that a token is multiplied with; ``stored`` False: it stands
    elsewhere already and is only multiplied with here."""
    if not stored:
        return Cost(0, 0, rows * width)
    return Cost(rows * width, rows * (width + _SCALE_BYTES), rows * width)


def vector(size: int) -> Cost:
    """A bias, or another vector that is added or multiplied element by element."""
    return Cost(size, size * _FLOAT_BYTES, 0)


def linear(inputs: int, outputs: int, bias: bool, stored: bool = True) -> Cost:
    """A dense layer; ``stored``: as in ``matrix``. The bias is its own in any case."""
    own = matrix(outputs, inputs, stored)
    return own + vector(outputs) if bias else own


def table(rows: int, width: int, stored: bool = True) -> Cost:
    """An embedding: a token reads one row and multiplies nothing."""
    return Cost(rows * width, rows * (width + _SCALE_BYTES), 0) if stored else NOTHING
