"""What is known of a task: words at once, and each room's part when that room asks for it."""

from dataclasses import dataclass

from exporters.tasks.task import Part
from exporters.tasks.task import Task as Core


@dataclass(frozen=True)
class Loader:
    """How a checkpoint is known to do it: optimum's name for it, the ends of class names where that
    is another. ``auto``: the class of transformers that chooses among those that do it."""

    optimum: str
    suffixes: tuple[str, ...]
    auto: str


@dataclass(frozen=True)
class Wording:
    """``title``: of its part of a report. ``command``: runs a text through a bundle. ``same``: what
    a program shares with PyTorch on the goldens. ``quality``: what --eval measures. ``rates``:
    columns of a report that say how quick it is beside the time of a text.
    """

    title: str
    command: str
    same: str
    quality: str
    rates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """One of ``mobilec.tasks.registry.TASKS``. ``core``: what needs no mobilec: capture, goldens,
    gates, limits. ``options``: the field of ``ExportOptions`` that is for it alone.

    The parts: ``files``, a ``mobilec.checkpoint.describe.Kind``. ``measure``: its class of
    ``mobilec.evaluation.measure.Measure``. ``opened``: a bundle and a program of it, ready for
    texts. ``data``: calibration texts, see ``mobilec.compression.data.calibration.Rows``.
    ``words``: the words in a folder as ``mobilec.compression.vocabulary.opened`` has them.
    ``examples``: what it learns from, see ``mobilec.training.finetuning``. ``metric``: by which, a
    ``mobilec.training.measures.Metric``. ``exporting``: a ``mobilec.exporting.task.Exporting``.
    ``figures``: what a shipped model's record says. ``workload``: its class of
    ``mobilec.benchmarking.host.workload.Workload``.
    """

    core: Core
    loader: Loader
    wording: Wording
    options: str
    files: Part
    measure: Part
    opened: Part
    data: Part
    words: Part
    examples: Part
    metric: Part
    exporting: Part
    figures: Part
    workload: Part
