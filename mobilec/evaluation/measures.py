"""How each task is measured."""

from collections.abc import Callable

from exporters.bundle.bundle import Bundle
from exporters.task import CLASSIFICATION, TRANSLATION
from mobilec.evaluation.labelling import Labelling
from mobilec.evaluation.measure import Measure
from mobilec.evaluation.translating import Translating

MEASURES: dict[str, Callable[[Bundle], Measure]] = {
    CLASSIFICATION: Labelling.of_bundle,
    TRANSLATION: Translating.of_bundle,
}
"""Task to what makes its measure from a bundle. A new task is a line here."""
