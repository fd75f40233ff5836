"""mobilec: Transformers made small, exported, verified and measured for Android and iOS.

The library calls have the names of the commands. Nothing heavy is imported until one is called.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mobilec.version import VERSION

if TYPE_CHECKING:
    from mobilec.apps.options import BundleOptions
    from mobilec.benchmarking.options import BenchOptions
    from mobilec.benchmarking.session import bench
    from mobilec.bundles import verify
    from mobilec.bundling.bundle import bundle
    from mobilec.checkpoint.load import load
    from mobilec.compression.catalogue import recipes
    from mobilec.compression.compress import compress
    from mobilec.compression.options import CompressOptions
    from mobilec.compression.plan import plan_compression
    from mobilec.evaluation.classify import classify
    from mobilec.evaluation.evaluate import evaluate
    from mobilec.evaluation.open import open
    from mobilec.evaluation.translate import translate
    from mobilec.exporting.export import export
    from mobilec.exporting.options import ExportOptions
    from mobilec.exporting.plan import plan
    from mobilec.inspection.inspect import inspect
    from mobilec.reporting.report import report
    from mobilec.shipped.catalogue import models
    from mobilec.weighing.size import size

__version__ = VERSION

_CALLS = {
    "export": "mobilec.exporting.export",
    "plan": "mobilec.exporting.plan",
    "ExportOptions": "mobilec.exporting.options",
    "inspect": "mobilec.inspection.inspect",
    "verify": "mobilec.bundles",
    "bench": "mobilec.benchmarking.session",
    "BenchOptions": "mobilec.benchmarking.options",
    "report": "mobilec.reporting.report",
    "evaluate": "mobilec.evaluation.evaluate",
    "classify": "mobilec.evaluation.classify",
    "translate": "mobilec.evaluation.translate",
    "open": "mobilec.evaluation.open",
    "models": "mobilec.shipped.catalogue",
    "compress": "mobilec.compression.compress",
    "plan_compression": "mobilec.compression.plan",
    "CompressOptions": "mobilec.compression.options",
    "recipes": "mobilec.compression.catalogue",
    "load": "mobilec.checkpoint.load",
    "bundle": "mobilec.bundling.bundle",
    "BundleOptions": "mobilec.apps.options",
    "size": "mobilec.weighing.size",
}
"""Public name to the module that defines it."""

__all__ = [
    "BenchOptions",
    "BundleOptions",
    "CompressOptions",
    "ExportOptions",
    "__version__",
    "bench",
    "bundle",
    "classify",
    "compress",
    "evaluate",
    "export",
    "inspect",
    "load",
    "models",
    "open",
    "plan",
    "plan_compression",
    "recipes",
    "report",
    "size",
    "translate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _CALLS:
        raise AttributeError(f"module 'mobilec' has no attribute {name!r}")
    return getattr(import_module(_CALLS[name]), name)
