"""A tensor of one number that is made anew in each call is a constant of the file.

So it is with the token type of a text alone, one 0 for all tokens: the row of its table is then
looked up once, as ONNX Runtime loads the file, and not in each call.
"""

from math import prod
from typing import Any

import numpy as np
import onnx_ir as ir
from onnxscript.rewriter import pattern


def _made(op: Any, shape: ir.Value) -> ir.Value:
    made: ir.Value = op.ConstantOfShape(shape, _outputs=["made"])
    return made


def _constant(op: Any, shape: ir.Value, made: ir.Value) -> ir.Value:
    value = _value(made)
    assert shape.const_value is not None, "checked before"
    array = np.full(shape.const_value.numpy(), value.numpy().reshape(()))
    constant: ir.Value = op.Constant(value=ir.tensor(array, dtype=value.dtype))
    return constant


def _is_one_number(_context: Any, shape: ir.Value, made: ir.Value) -> bool:
    known = shape.const_value
    producer = made.producer()
    has_value = producer is not None and "value" in producer.attributes
    return has_value and known is not None and prod(known.numpy().tolist()) == 1


def _value(made: ir.Value) -> ir.TensorProtocol:
    producer = made.producer()
    assert producer is not None, "it was matched"
    return producer.attributes["value"].as_tensor()


CONSTANT_ROWS = (pattern.RewriteRule(_made, _constant, _is_one_number),)
"""The rule, for ``pattern.RewriteRuleSet``."""
