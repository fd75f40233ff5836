"""What the summary says of layers that multiply outliers apart."""

from collections.abc import Sequence

from exporters.backend import Lowering
from exporters.bundle.write import Prepared
from exporters.precision.outliers import seats_of
from exporters.program import Program


def apart_notes(program: Program, forms: Sequence[Prepared], lowering: Lowering) -> tuple[str, ...]:
    """One for all formats in which some do; none where none does."""
    found = {
        form.end.format: seats_of(program, form.end.arithmetic(lowering), lowering.rules)
        for form in forms
    }
    formats = [name for name, layers in found.items() if layers]
    if not formats:
        return ()
    return (
        f"In {' and '.join(formats)} {', '.join(found[formats[0]])} of encode multiply outliers "
        "apart, by the same int8 weights: 8 bits are then as fine as what is usual needs.",
    )
