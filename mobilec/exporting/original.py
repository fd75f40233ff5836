"""The program that a finished bundle was made from, captured again from its checkpoint."""

from exporters.backend import Lowering
from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import Manifest
from exporters.errors import Refused
from exporters.formats import TARGETS, heeding
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.verify.original import Original
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.checkpoint.translation.languages import Languages
from mobilec.exporting.options import EXECUTIONS, ExportOptions
from mobilec.exporting.task import Exporting
from mobilec.exporting.task_options import ClassificationOptions, TranslationOptions
from mobilec.tasks.registry import task_of

_FEW_BYTES = 1024
"""Of uint8 in an .onnx whose weights are signed: zero points."""


def original_of(bundle: Bundle, reference: str) -> Original:
    """Refuses a checkpoint with other weights than those that the manifest names."""
    manifest = bundle.manifest
    text = manifest.text
    languages = Languages(text.source_language, text.target_language, text.prefix or None)
    checkpoint = load(reference, manifest.task, languages)
    if checkpoint.digest != manifest.source.sha256:
        raise Refused(
            f"{reference} has weights with the sha256 {checkpoint.digest[:12]}..., and "
            f"{bundle.folder} was made from {manifest.source.model!r} with "
            f"{manifest.source.sha256[:12]}...: name the checkpoint that it was made from"
        )
    return Original(_program(checkpoint, manifest), _lowering(manifest))


def _program(checkpoint: Checkpoint, manifest: Manifest) -> Program:
    """In the form of execution that has as many parameters as the bundle."""
    exporting: Exporting = task_of(manifest.task).exporting()
    for execution in EXECUTIONS:
        program = exporting.captured(checkpoint, _options(manifest, execution)).program
        if program.unique_parameters == manifest.unique_parameters:
            return program
    raise Refused(
        f"{checkpoint.source} has {program.unique_parameters} parameters when it is captured, and "
        f"the bundle {manifest.name!r} says {manifest.unique_parameters}: another version of "
        "mobilec made it; export it again"
    )


def _options(manifest: Manifest, execution: str) -> ExportOptions:
    """What was asked of capture; how it was lowered is in ``_lowering``."""
    text, decoding = manifest.text, manifest.decoding
    return ExportOptions(
        targets=TARGETS,
        formats=tuple(file.format for file in manifest.files),
        task=manifest.task,
        lengths=(manifest.limits.longest,),
        execution=execution,
        translation=TranslationOptions(
            beams=None if decoding is None else decoding.hypotheses,
            max_target=manifest.limits.longest_target,
            source_language=text.source_language,
            target_language=text.target_language,
            prefix=text.prefix or None,
        ),
        classification=ClassificationOptions(text.pairs),
    )


def _lowering(manifest: Manifest) -> Lowering:
    precision = Precision(manifest.files[0].precision)
    reducible = [file for file in manifest.files if file.format in heeding("reduce_range")]
    multiplied = precision in (Precision.INT8, Precision.INT8_STATIC)
    signed = any(file.stored_bytes.get("uint8", 0) < _FEW_BYTES for file in reducible)
    return Lowering(
        precision=precision,
        lengths=(manifest.limits.longest,),
        rules=tuple(Rule(path, quantize=False) for path in manifest.precision.kept_float),
        reduce_range=multiplied and signed,
    )
