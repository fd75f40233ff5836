"""Task to its workload."""

from exporters.bundle.bundle import Bundle
from exporters.task import CLASSIFICATION, TRANSLATION
from mobilec.benchmarking.host.labelling import Labelling
from mobilec.benchmarking.host.translating import Translating
from mobilec.benchmarking.host.workload import Workload, chosen

_WORKLOADS: dict[str, type[Labelling] | type[Translating]] = {
    CLASSIFICATION: Labelling,
    TRANSLATION: Translating,
}


def workload(bundle: Bundle, format_name: str, threads: int) -> Workload:
    """Its tokenizer is ready when this returns; its program is not loaded."""
    return _WORKLOADS[bundle.manifest.task](bundle, format_name, threads)


def sentences(bundle: Bundle) -> dict[str, str]:
    """Real sentences of three lengths, by name, from the bundle's goldens."""
    return chosen([(each.text, len(each.input_ids)) for each in bundle.golden.sentences])
