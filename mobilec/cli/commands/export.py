"""`mobilec export`: from a checkpoint to a checked bundle."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

import mobilec
from exporters.formats import TARGETS
from mobilec.cli.choices import PrecisionName
from mobilec.cli.formats import Targets, asked, formerly, several_formats
from mobilec.cli.lists import numbers
from mobilec.cli.options import MODEL_HELP, AsJson, Prefix, SourceLanguage, TargetLanguage, Task
from mobilec.cli.output import failures, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from exporters.progress import Progress
    from mobilec.exporting.options import ExportOptions

Answer: TypeAlias = "tuple[dict[str, Any], list[RenderableType]]"
"""The result for machines, and for people."""

Model = Annotated[
    str | None,
    typer.Argument(
        help=MODEL_HELP,
        show_default="the shipped one of --task, for auto the translator",
        metavar="MODEL",
    ),
]
Precision = Annotated[PrecisionName, typer.Option(help="How numbers are stored and multiplied.")]
Formats = Annotated[list[str] | None, several_formats("what the targets need")]
Lengths = Annotated[
    str,
    typer.Option(
        "--max-length",
        help="Tokens of the text or source, ascending. .pte and .onnx take every length up to "
        "the last, .mlpackage has a function for each. Unasked 32,64,128, as far as the model has "
        "positions for them, and up to a classifier's model_max_length where that is less.",
        metavar="N,N,N",
    ),
]
Evaluation = Annotated[
    Path | None,
    typer.Option(
        "--eval",
        help="Labelled sentences or pairs, .tsv or .jsonl; for translation source and target in "
        "one of these, or a file for each side: dev.en,dev.de.",
        metavar="FILE",
    ),
]
MaxDrop = Annotated[
    float | None,
    typer.Option(
        help="Largest loss on --eval that is accepted, of accuracy or of chrF, 0.01 for one point; "
        "as few layers as that takes stay in float.",
        metavar="X",
    ),
]
Calibration = Annotated[
    Path | None,
    typer.Option("--calibrate", help="Text for int8-static: .txt, .tsv or .jsonl.", metavar="FILE"),
]
KeepFloat = Annotated[
    list[str] | None,
    typer.Option(
        help="Shell pattern of layers that stay in float; may be given several times.",
        show_default=False,
        metavar="PATTERN",
    ),
]
MostError = Annotated[
    float | None,
    typer.Option(
        "--max-error",
        help="Largest error of the logits on the golden sentences, as a share of what they differ "
        "by.",
        show_default="what trained models of the kind need, with room",
        metavar="X",
    ),
]
LeastAgreement = Annotated[
    float | None,
    typer.Option(
        "--min-agreement",
        help="Translation: least share of tokens that are PyTorch's on the golden sentences.",
        show_default="likewise",
        metavar="X",
    ),
]
Ios = Annotated[
    int, typer.Option(min=17, max=18, help="The oldest iOS, for .mlpackage.", metavar="17|18")
]
Execution = Annotated[
    str,
    typer.Option(
        help="Layers of a compressed model: as they are stored, multiplied out, or each as it is "
        "smaller without being slower.",
        metavar="auto|factored|dense",
    ),
]
Beams = Annotated[
    int | None,
    typer.Option(
        help="Translation: beams of the search; 1 is greedy.",
        show_default="the checkpoint's",
        metavar="N",
    ),
]
MaxTarget = Annotated[
    int | None,
    typer.Option(
        help="Translation: longest translation of a sentence, in tokens.",
        show_default="the checkpoint's, at most a quarter more than the longest source, and 8",
        metavar="N",
    ),
]
Standalone = Annotated[
    bool,
    typer.Option(
        "--standalone",
        help="Translation: a .pte that looks word vectors up itself, with their table in it twice.",
    ),
]
Shortlist = Annotated[
    str,
    typer.Option(
        help="Translation: which words a sentence may become: a file of Marian's or of mobilec "
        "shortlist, the model's own, or none.",
        show_default="auto: the model's own, where it has one",
        metavar="auto|none|FILE",
    ),
]
Pairs = Annotated[
    bool,
    typer.Option(
        "--pairs",
        help="Classification: the model labels a text and its pair; found out where --eval has "
        "pairs.",
    ),
]
ReduceRange = Annotated[
    bool,
    typer.Option(
        "--reduce-range",
        help="int8 .onnx: signed weights of 7 bits, for x86 with VNNI; one bit less of each.",
    ),
]
Output = Annotated[
    Path, typer.Option("-o", "--output", help="The folder of the bundle.", metavar="DIR")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the bundle in -o.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the plan; lower nothing.")]


def export(
    model: Model = None,
    targets: Targets = None,
    precision: Precision = PrecisionName.INT8,
    formats: Formats = None,
    task: Task = "auto",
    lengths: Lengths = "",
    evaluation: Evaluation = None,
    max_drop: MaxDrop = None,
    calibration: Calibration = None,
    keep_float: KeepFloat = None,
    most_error: MostError = None,
    least_agreement: LeastAgreement = None,
    ios: Ios = 18,
    execution: Execution = "auto",
    beams: Beams = None,
    max_target: MaxTarget = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    prefix: Prefix = None,
    standalone: Standalone = False,
    shortlist: Shortlist = "auto",
    pairs: Pairs = False,
    reduce_range: ReduceRange = False,
    output: Output = Path("bundle"),
    overwrite: Overwrite = False,
    dry_run: DryRun = False,
    former_formats: Annotated[list[str] | None, formerly("--formats")] = None,
    as_json: AsJson = False,
) -> None:
    """Writes a bundle for phones, proven equal to PyTorch."""
    tokens = numbers(lengths, "--max-length")
    with failures(as_json):
        from mobilec.cli.progress import watched

        with watched() as progress:
            from exporters.precision.rules import Precision as LibraryPrecision

            options = mobilec.ExportOptions(
                model=model,
                targets=tuple(targets or TARGETS[:1]),
                precision=LibraryPrecision(precision.value),
                formats=tuple(asked(formats, former_formats, "--formats")),
                task=task,
                lengths=tokens,
                evaluation=evaluation,
                max_drop=max_drop,
                calibration=calibration,
                keep_float=tuple(keep_float or ()),
                most_error=most_error,
                ios=ios,
                execution=execution,
                translation=mobilec.TranslationOptions(
                    beams=beams,
                    max_target=max_target,
                    source_language=source_language,
                    target_language=target_language,
                    prefix=prefix,
                    least_agreement=least_agreement,
                    standalone=standalone,
                    shortlist=shortlist,
                ),
                classification=mobilec.ClassificationOptions(pairs),
                reduce_range=reduce_range,
                output=output,
                overwrite=overwrite,
            )
            document, parts = (_plan if dry_run else _export)(options, progress)
        show(document, *parts, as_json=as_json)


def _plan(options: "ExportOptions", progress: "Progress") -> Answer:
    from mobilec.cli.views.plan_table import plan_parts

    with progress.stage("planning"):
        plan = mobilec.plan(options)
    return plan.to_json(), [plan_parts(plan)]


def _export(options: "ExportOptions", progress: "Progress") -> Answer:
    from mobilec.cli.views.exported import exported_parts

    result = mobilec.export(options, progress)
    return result.to_json(), [*exported_parts(result)]
