"""`mobilec search`: which recipe is best within a budget?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.formats import MeasuredFormat
from mobilec.cli.lists import megabytes
from mobilec.cli.options import AsJson, Model, SourceLanguage, TargetLanguage, Task
from mobilec.cli.output import failures, show

if TYPE_CHECKING:
    from mobilec.searching.result import SearchResult

Evaluation = Annotated[
    Path,
    typer.Option(
        "--eval",
        help="Labelled sentences (.tsv, .jsonl), or dev.en,dev.de: each program is measured on it.",
        metavar="FILE",
    ),
]
Budget = Annotated[
    str, typer.Option(help="The most that the int8 program may weigh: 5MB.", metavar="SIZE")
]
Latency = Annotated[
    float | None,
    typer.Option(help="The most that its time may be of the dense one's: 0.6.", metavar="SHARE"),
]
Space = Annotated[
    str | None,
    typer.Option(
        help="What is chosen from: a recipe with choices (docs/compressing.md), or classify or "
        "translate.",
        metavar="YAML",
        show_default="that of the task",
    ),
]
Data = Annotated[
    Path | None, typer.Option(help="As for mobilec compress.", metavar="FILE", show_default=False)
]
Train = Annotated[
    str | None, typer.Option(help="What steps that train learn from.", metavar="FILE|ID")
]
Trials = Annotated[int, typer.Option(min=1, help="Recipes, with those of earlier calls.")]
Minutes = Annotated[
    float | None, typer.Option(help="Of this call, at most.", metavar="N", show_default="no limit")
]
Storage = Annotated[
    str | None,
    typer.Option(
        help="Where Optuna keeps the trials; workers on several machines share one.",
        metavar="URL",
        show_default="a file in -o",
    ),
]
Output = Annotated[
    Path,
    typer.Option("-o", "--output", help="Folder of search.json, chart and recipe.", metavar="DIR"),
]


def search(
    model: Model,
    evaluation: Evaluation,
    budget: Budget = "",
    latency: Latency = None,
    space: Space = None,
    data: Data = None,
    train: Train = None,
    task: Task = "auto",
    chosen: MeasuredFormat = None,
    trials: Trials = 40,
    minutes: Minutes = None,
    storage: Storage = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    seed: Annotated[int, typer.Option(help="Of what is drawn.")] = 0,
    output: Output = Path("search"),
    as_json: AsJson = False,
) -> None:
    """Looks for the best recipe within a budget of bytes or time; repeat it to go on.

    Every candidate is compressed, exported in int8 and measured on this machine.
    """
    size = megabytes(budget, "--budget") if budget else None
    with failures(as_json):
        from mobilec.cli.progress import watched
        from mobilec.searching.options import SearchOptions

        options = SearchOptions(
            model=model,
            evaluation=evaluation,
            budget_bytes=size,
            latency=latency,
            space=space,
            data=data,
            train=train,
            task=task,
            format=chosen,
            trials=trials,
            minutes=minutes,
            output=output,
            storage=storage,
            source_language=source_language,
            target_language=target_language,
            seed=seed,
        )
        with watched() as progress:
            result = mobilec.search(options, progress)
        from mobilec.cli.views.searched import searched_table

        show(result.to_json(), searched_table(result), *_closing(result), as_json=as_json)


def _closing(result: "SearchResult") -> list[str]:
    return [
        f"chosen: {result.recipe}; use it: mobilec compress MODEL --recipe {result.recipe}",
        f"all of it: {result.folder / 'search.json'}, drawn: {result.folder / 'search.svg'}",
    ]
