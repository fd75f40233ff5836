"""How each task is measured."""

from collections.abc import Callable

from exporters.bundle.bundle import Bundle
from mobilec.evaluation.labelling import Labelling
from mobilec.evaluation.measure import Measure

MEASURES: dict[str, Callable[[Bundle], Measure]] = {
    "text-classification": Labelling.of_bundle,
}
"""Task to what makes its measure from a bundle. A new task is a line here."""
