"""Which operators on constants are computed once, at conversion, and stored as their result.

coremltools does so with all of them. A bias by distance, a row for each, then becomes one for each
pair of positions, head and length: 4 MB in float16 for a T5-small at 512 tokens. What is large and
larger than what it is made of stays an operator here, which the phone computes when it is asked.
"""

import numpy as np
from coremltools.converters.mil.mil import Block, Operation, Var
from coremltools.converters.mil.mil import Builder as mb
from coremltools.converters.mil.mil.passes.defs.cleanup.const_elimination import const_elimination
from coremltools.converters.mil.mil.passes.helper import block_context_manager
from coremltools.converters.mil.mil.passes.pass_registry import register_pass

LARGEST = 2**18
"""Numbers that may be stored for speed, half a megabyte in float16: at 128 tokens the biases of
eight heads are half of that, and an encoder that has them stays in one piece."""


def register() -> None:
    """Makes coremltools fold as below; again does no harm."""
    register_pass(namespace="common", override=True, name="const_elimination")(Folding)


class Folding(const_elimination):
    """coremltools' own pass, but for what would make the file larger."""

    @block_context_manager
    def _const_elimination_block(self, block: Block) -> None:
        for op in list(block.operations):
            for inner in op.blocks:
                self._const_elimination_block(inner)
            if op.op_type != "const" and all([_folded_(op, output) for output in op.outputs]):
                op.remove_from_block()


def _folded_(op: Operation, output: Var) -> bool:
    """Puts a constant where ``output`` was used; False where it has to stay."""
    forced = output.val is not None and op.op_type == "shape"
    if not forced and not (output.can_be_folded_to_const() and not grows(output)):
        return False
    constant = mb.const(val=output.val, before_op=op, name=output.name)
    replaced = bool(
        op.enclosing_block.try_replace_uses_of_var_after_op(
            anchor_op=op, old_var=output, new_var=constant
        )
    )
    if not replaced and forced:
        op.enclosing_block.replace_uses_of_var_after_op(
            anchor_op=op, old_var=output, new_var=constant, force_replace=True
        )
        replaced = True
    if replaced:
        output.set_name(f"{output.name}_ignored")
    return replaced


def grows(output: Var) -> bool:
    """Whether a value is large, and larger than the constants that it is made of together."""
    if _size(output) <= LARGEST:
        return False
    made_of: dict[int, int] = {}
    waiting = [output]
    while waiting:
        var = waiting.pop()
        if var.op is None or var.op.op_type == "const":
            made_of[id(var)] = _size(var)
        else:
            waiting += [v for v in var.op.get_flattened_inputs() if id(v) not in made_of]
    return _size(output) > sum(made_of.values())


def _size(var: Var) -> int:
    return int(np.size(var.val))
