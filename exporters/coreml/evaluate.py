"""A saved Core ML function, evaluated operator by operator where there is no Core ML.

The program is read from the file by coremltools' own reader, so what is evaluated is what was
stored: its weights, dequantized, its constants, its order of operators. Every result is rounded
to the dtype that the file declares for it. Nothing here says how a phone's accelerator rounds
inside an operator.
"""

import copy
from typing import Any

import numpy as np
from coremltools.converters.mil.frontend.milproto import load as milproto
from coremltools.converters.mil.mil import Function as MilFunction
from coremltools.converters.mil.mil import Operation, Var, types

from exporters.coreml.functions import Signature
from exporters.coreml.operators import OPERATORS, rounded
from exporters.coreml.package import Package, reading
from exporters.errors import Refused
from exporters.quiet import quiet
from exporters.runtime import Arrays


class Evaluated:
    """One function of a package at fixed sizes. Its states keep their values between calls."""

    def __init__(self, package: Package, signature: Signature) -> None:
        with quiet():
            self._function = read_function(package, signature)
            for op in self._function.operations:
                _prepare_constant_(op)
        self._states: dict[str, np.ndarray] = {}
        self.reset()

    def reset(self) -> None:
        """All states zero again, as Core ML makes them."""
        inputs = self._function.inputs.items()
        self._states = {name: _zeros(var) for name, var in inputs if _is_state(var)}

    def read_states(self) -> dict[str, np.ndarray]:
        """Copies of all states by name."""
        return {name: state.copy() for name, state in self._states.items()}

    def write_states(self, states: Arrays) -> None:
        """Replaces the named ones, rounded to their dtype."""
        for name, value in states.items():
            state = self._states.get(name)
            if state is None or state.shape != value.shape:
                held = ", ".join(f"{n} {s.shape}" for n, s in self._states.items())
                raise Refused(f"{name} {value.shape} is no state; there are {held or 'none'}")
            self._states[name] = value.astype(state.dtype)

    def __call__(self, inputs: Arrays) -> dict[str, np.ndarray]:
        """Arrays of exactly the function's sizes, in and out."""
        with quiet("coremltools"):
            for name, var in self._function.inputs.items():
                if not _is_state(var):
                    _set_(var, inputs[name])
            for op in self._function.operations:
                if not is_constant(op):
                    self._run(op)
        return {var.name: np.array(var.val) for var in self._function.outputs}

    def _run(self, op: Operation) -> None:
        results = self._results(op)
        several = results if isinstance(results, (tuple, list)) else (results,)
        for var, value in zip(op.outputs, several, strict=True):
            _set_(var, value)

    def _results(self, op: Operation) -> object:
        if op.op_type == "read_state":
            return self._states[op.input.name].copy()
        if op.op_type == "coreml_update_state":
            self._states[op.state.name] = np.array(op.value.val)
            return op.value.val
        return OPERATORS.get(op.op_type, _by_coremltools)(op)


def read_function(package: Package, signature: Signature) -> MilFunction:
    """One function of the file with its input sizes fixed, so that all shapes inside are known."""
    spec = copy.deepcopy(package.spec)
    functions = spec.mlProgram.functions
    for name in [n for n in functions if n != signature.function]:
        del functions[name]
    for value in functions[signature.function].inputs:
        sizes = signature.sizes.get(value.name, ())
        for dimension, size in zip(value.type.tensorType.dimensions, sizes, strict=False):
            dimension.constant.size = size
    with reading(package):
        program = milproto.load(spec, spec.specificationVersion, str(package.weights))
    return program.functions[signature.function]


def _by_coremltools(op: Operation) -> object:
    """The operator's own value: an array, or a tuple of them."""
    try:
        results = op.value_inference()
    except NotImplementedError:
        results = None
    if results is None:
        raise Refused(
            f"the operator {op.op_type} ({op.name}) cannot be evaluated here, because coremltools "
            "has no values for it: verify this package on a Mac"
        )
    return results


def is_constant(op: Operation) -> bool:
    return op.op_type == "const" or op.op_type.startswith("constexpr_")


def _prepare_constant_(op: Operation) -> None:
    """Expands compressed weights; makes numpy's bools Python's, which numpy 2's reductions ask."""
    if op.op_type.startswith("constexpr_"):
        _set_(op.outputs[0], op.materialized_val_inference())
    elif op.op_type == "const" and isinstance(op.outputs[0].val, np.bool_):
        op.outputs[0]._sym_val.val = bool(op.outputs[0].val)


def _is_state(var: Var) -> bool:
    return types.is_state(var.sym_type)


def _zeros(state: Var) -> np.ndarray:
    held = state.sym_type.wrapped_type()
    return np.zeros(held.get_shape(), _numpy_dtype(held))


def _numpy_dtype(kind: Any) -> np.dtype:
    """Of a MIL type: a tensor's, or a scalar's own."""
    return types.nptype_from_builtin(kind.get_primitive() if types.is_tensor(kind) else kind)


def _set_(var: Var, value: object) -> None:
    """Gives a variable its value, rounded to its declared dtype; its shape must be the declared."""
    holder = var.sym_type()
    array = rounded(np.asarray(value), _numpy_dtype(var.sym_type))
    _check_shape(var, array.shape)
    holder.val = array if types.is_tensor(var.sym_type) else array.reshape(())[()]
    var._sym_val = holder


def _check_shape(var: Var, shape: tuple[int, ...]) -> None:
    """A dimension that the file leaves open is a symbol, and takes every size."""
    declared = tuple(var.shape)
    known = [isinstance(size, (int, np.integer)) for size in declared]
    same = [not k or a == b for k, a, b in zip(known, shape, declared, strict=False)]
    if len(shape) != len(declared) or not all(same):
        raise Refused(f"{var.name} has the shape {shape}; the file declares {declared}")
