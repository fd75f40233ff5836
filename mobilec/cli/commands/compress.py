"""`mobilec compress`: a checkpoint made smaller by the steps of a recipe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

import mobilec
from mobilec.cli.options import AsJson, Model, Prefix, SourceLanguage, TargetLanguage, Task
from mobilec.cli.output import failures, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from exporters.progress import Progress
    from mobilec.compression.options import CompressOptions

Answer: TypeAlias = "tuple[dict[str, Any], list[RenderableType]]"
"""The result for machines, and for people."""

RecipeName = Annotated[
    str,
    typer.Option(
        "--recipe",
        help="A YAML file, or one of those that `mobilec recipes` lists.",
        metavar="NAME",
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        help="Texts that ranks and words are chosen by: .tsv, .jsonl or .txt; of a translator "
        "pairs, as for --eval.",
        metavar="FILE",
    ),
]
Train = Annotated[
    str | None,
    typer.Option(
        help="What the step finetune learns from where the recipe does not say: a file as for "
        "--eval, or an id of a dataset on the hub.",
        metavar="FILE|ID",
    ),
]
Evaluation = Annotated[
    Path | None,
    typer.Option(
        "--eval",
        help="Labelled sentences (.tsv, .jsonl), or dev.en,dev.de: measured before and after, and "
        "where finetune stops early.",
        metavar="FILE",
    ),
]
Seed = Annotated[int, typer.Option(help="Of everything that is drawn at random.")]
Output = Annotated[
    Path, typer.Option("-o", "--output", help="The folder of the smaller model.", metavar="DIR")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace the model in -o.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the plan; write nothing.")]


def compress(
    model: Model,
    recipe: RecipeName,
    output: Output = Path("compressed"),
    task: Task = "auto",
    data: Data = None,
    train: Train = None,
    evaluation: Evaluation = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    prefix: Prefix = None,
    seed: Seed = 0,
    overwrite: Overwrite = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Makes a model smaller by a recipe: a folder that every other command takes."""
    with failures(as_json):
        from mobilec.cli.progress import watched

        with watched() as progress:
            options = mobilec.CompressOptions(
                model=model,
                recipe=recipe,
                output=output,
                task=task,
                data=data,
                train=train,
                evaluation=evaluation,
                source_language=source_language,
                target_language=target_language,
                prefix=prefix,
                seed=seed,
                overwrite=overwrite,
            )
            document, parts = (_plan if dry_run else _compress)(options, progress)
        show(document, *parts, as_json=as_json)


def _plan(options: "CompressOptions", progress: "Progress") -> Answer:
    from mobilec.cli.views.compress_plan import plan_parts

    plan = mobilec.plan_compression(options, progress)
    return plan.to_json(), [*plan_parts(plan)]


def _compress(options: "CompressOptions", progress: "Progress") -> Answer:
    from mobilec.cli.views.compressed import compressed_parts

    result = mobilec.compress(options, progress)
    return result.to_json(), [*compressed_parts(result)]
