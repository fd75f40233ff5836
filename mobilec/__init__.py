"""mobilec: Transformers made small, exported, verified and measured for Android and iOS.

The library calls have the names of the commands. Nothing heavy is imported until one is called.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mobilec.version import VERSION

if TYPE_CHECKING:
    from exporters.errors import Advice, Refused, VerificationFailed
    from exporters.precision.rules import Precision
    from exporters.progress import Progress
    from exporters.text.handling import Handling
    from mobilec.android.bundle import BundleResult
    from mobilec.android.size import AppSize
    from mobilec.apps.options import BundleOptions
    from mobilec.benchmarking.options import (
        AdbOptions,
        ArmOptions,
        BenchOptions,
        IosOptions,
        WebOptions,
    )
    from mobilec.benchmarking.result import BenchResult
    from mobilec.benchmarking.session import bench
    from mobilec.bundling.bundle import bundle
    from mobilec.checkpoint.load import Checkpoint, load
    from mobilec.checkpoint.translation.languages import Languages
    from mobilec.compression.compress import compress
    from mobilec.compression.options import CompressOptions
    from mobilec.compression.plan.plan import CompressionPlan, plan_compression
    from mobilec.compression.plan.report import CompressResult
    from mobilec.compression.recipe.catalogue import ShippedRecipe, recipes
    from mobilec.evaluation.classify import Classified, ClassifyResult, classify
    from mobilec.evaluation.evaluate import EvaluateResult, evaluate
    from mobilec.evaluation.open import Opened, open
    from mobilec.evaluation.pivot import Pivot, Pivoted, PivotResult, open_pivot, pivot
    from mobilec.evaluation.translate import Translated, TranslateResult, translate
    from mobilec.exporting.export import ExportResult, export
    from mobilec.exporting.options import ExportOptions
    from mobilec.exporting.plan import ExportPlan, plan
    from mobilec.exporting.task_options import ClassificationOptions, TranslationOptions
    from mobilec.inspecting.figures import Inspection
    from mobilec.inspecting.inspect import inspect
    from mobilec.ios.bundle import IosBundleResult
    from mobilec.ios.size import IosAppSize
    from mobilec.reporting.report import Report, report
    from mobilec.searching.options import SearchOptions
    from mobilec.searching.result import SearchResult
    from mobilec.searching.search import search
    from mobilec.serving.options import ReachOptions, ServeOptions
    from mobilec.serving.serve import serve
    from mobilec.shipped.catalogue import PublishedModel, ShippedModel, models
    from mobilec.shortlisting.options import ShortlistOptions
    from mobilec.shortlisting.shortlist import ShortlistResult, shortlist
    from mobilec.sizing.size import size
    from mobilec.teaching.options import TeachOptions
    from mobilec.teaching.teach import TeachResult, teach
    from mobilec.verifying.verify import VerifyResult, verify
    from mobilec.web.site import WebBundleResult
    from mobilec.web.size import SiteSize

__version__ = VERSION

_CALLS = {
    "export": "mobilec.exporting.export",
    "plan": "mobilec.exporting.plan",
    "compress": "mobilec.compression.compress",
    "plan_compression": "mobilec.compression.plan.plan",
    "verify": "mobilec.verifying.verify",
    "evaluate": "mobilec.evaluation.evaluate",
    "open": "mobilec.evaluation.open",
    "classify": "mobilec.evaluation.classify",
    "translate": "mobilec.evaluation.translate",
    "pivot": "mobilec.evaluation.pivot",
    "open_pivot": "mobilec.evaluation.pivot",
    "shortlist": "mobilec.shortlisting.shortlist",
    "teach": "mobilec.teaching.teach",
    "inspect": "mobilec.inspecting.inspect",
    "load": "mobilec.checkpoint.load",
    "bundle": "mobilec.bundling.bundle",
    "size": "mobilec.sizing.size",
    "bench": "mobilec.benchmarking.session",
    "serve": "mobilec.serving.serve",
    "report": "mobilec.reporting.report",
    "models": "mobilec.shipped.catalogue",
    "recipes": "mobilec.compression.recipe.catalogue",
    "search": "mobilec.searching.search",
}
"""What is done, most of it by the names of the commands."""
_TAKEN = {
    "ExportOptions": "mobilec.exporting.options",
    "TranslationOptions": "mobilec.exporting.task_options",
    "ClassificationOptions": "mobilec.exporting.task_options",
    "Precision": "exporters.precision.rules",
    "CompressOptions": "mobilec.compression.options",
    "ShortlistOptions": "mobilec.shortlisting.options",
    "SearchOptions": "mobilec.searching.options",
    "TeachOptions": "mobilec.teaching.options",
    "BundleOptions": "mobilec.apps.options",
    "BenchOptions": "mobilec.benchmarking.options",
    "AdbOptions": "mobilec.benchmarking.options",
    "ArmOptions": "mobilec.benchmarking.options",
    "IosOptions": "mobilec.benchmarking.options",
    "WebOptions": "mobilec.benchmarking.options",
    "ReachOptions": "mobilec.serving.options",
    "ServeOptions": "mobilec.serving.options",
    "Languages": "mobilec.checkpoint.translation.languages",
    "Handling": "exporters.text.handling",
    "Progress": "exporters.progress",
}
"""What the calls take."""
_RAISED = {
    "Refused": "exporters.errors",
    "VerificationFailed": "exporters.errors",
    "Advice": "exporters.errors",
}
"""How a call ends early, and what it advises."""
_GIVEN = {
    "ExportResult": "mobilec.exporting.export",
    "ExportPlan": "mobilec.exporting.plan",
    "CompressResult": "mobilec.compression.plan.report",
    "CompressionPlan": "mobilec.compression.plan.plan",
    "VerifyResult": "mobilec.verifying.verify",
    "SearchResult": "mobilec.searching.result",
    "EvaluateResult": "mobilec.evaluation.evaluate",
    "Opened": "mobilec.evaluation.open",
    "ClassifyResult": "mobilec.evaluation.classify",
    "Classified": "mobilec.evaluation.classify",
    "TranslateResult": "mobilec.evaluation.translate",
    "Translated": "mobilec.evaluation.translate",
    "Pivot": "mobilec.evaluation.pivot",
    "Pivoted": "mobilec.evaluation.pivot",
    "PivotResult": "mobilec.evaluation.pivot",
    "ShortlistResult": "mobilec.shortlisting.shortlist",
    "TeachResult": "mobilec.teaching.teach",
    "Inspection": "mobilec.inspecting.figures",
    "Checkpoint": "mobilec.checkpoint.load",
    "BundleResult": "mobilec.android.bundle",
    "IosBundleResult": "mobilec.ios.bundle",
    "AppSize": "mobilec.android.size",
    "IosAppSize": "mobilec.ios.size",
    "BenchResult": "mobilec.benchmarking.result",
    "WebBundleResult": "mobilec.web.site",
    "SiteSize": "mobilec.web.size",
    "Report": "mobilec.reporting.report",
    "PublishedModel": "mobilec.shipped.catalogue",
    "ShippedModel": "mobilec.shipped.catalogue",
    "ShippedRecipe": "mobilec.compression.recipe.catalogue",
}
"""What the calls give."""
_DEFINED_IN = _CALLS | _TAKEN | _RAISED | _GIVEN
"""Public name to the module that defines it."""

__all__ = [
    "AdbOptions",
    "Advice",
    "AppSize",
    "ArmOptions",
    "BenchOptions",
    "BenchResult",
    "BundleOptions",
    "BundleResult",
    "Checkpoint",
    "ClassificationOptions",
    "Classified",
    "ClassifyResult",
    "CompressOptions",
    "CompressResult",
    "CompressionPlan",
    "EvaluateResult",
    "ExportOptions",
    "ExportPlan",
    "ExportResult",
    "Handling",
    "Inspection",
    "IosAppSize",
    "IosBundleResult",
    "IosOptions",
    "Languages",
    "Opened",
    "Pivot",
    "PivotResult",
    "Pivoted",
    "Precision",
    "Progress",
    "PublishedModel",
    "ReachOptions",
    "Refused",
    "Report",
    "SearchOptions",
    "SearchResult",
    "ServeOptions",
    "ShippedModel",
    "ShippedRecipe",
    "ShortlistOptions",
    "ShortlistResult",
    "SiteSize",
    "TeachOptions",
    "TeachResult",
    "TranslateResult",
    "Translated",
    "TranslationOptions",
    "VerificationFailed",
    "VerifyResult",
    "WebBundleResult",
    "WebOptions",
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
    "open_pivot",
    "pivot",
    "plan",
    "plan_compression",
    "recipes",
    "report",
    "search",
    "serve",
    "shortlist",
    "size",
    "teach",
    "translate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _DEFINED_IN:
        raise AttributeError(f"module 'mobilec' has no attribute {name!r}")
    return getattr(import_module(_DEFINED_IN[name]), name)
