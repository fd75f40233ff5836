"""``python -m mobilec.training``: fine-tune a checkpoint for text classification."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from exporters.errors import Refused
from mobilec.training.options import Arithmetic, TrainingOptions

app = typer.Typer(add_completion=False)


@app.command()
def main(
    model: Annotated[Path, typer.Option(help="Folder in Hugging Face format to begin with.")],
    train: Annotated[Path, typer.Option(help="Labelled .tsv or .jsonl file to learn from.")],
    dev: Annotated[Path, typer.Option(help="Labelled file to measure accuracy on, every epoch.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write.")],
    labels: Annotated[str, typer.Option(help="Names of the classes, by index, with commas.")],
    epochs: Annotated[int, typer.Option()] = TrainingOptions.epochs,
    learning_rate: Annotated[float, typer.Option()] = TrainingOptions.learning_rate,
    batch_size: Annotated[int, typer.Option()] = TrainingOptions.batch_size,
    max_length: Annotated[int, typer.Option(help="In tokens.")] = TrainingOptions.max_length,
    warmup: Annotated[float, typer.Option(help="Share of the steps.")] = TrainingOptions.warmup,
    weight_decay: Annotated[float, typer.Option()] = TrainingOptions.weight_decay,
    arithmetic: Annotated[Arithmetic, typer.Option()] = TrainingOptions.arithmetic,
    seed: Annotated[int, typer.Option()] = TrainingOptions.seed,
    save_steps: Annotated[int, typer.Option()] = TrainingOptions.save_steps,
) -> None:
    """Fine-tune MODEL on labelled sentences. Repeat the command to go on with a killed run."""
    # Imported late, so that --help answers without torch.
    from mobilec.training.run import train as run

    try:
        options = TrainingOptions(
            model=model,
            train=train,
            dev=dev,
            output=output,
            labels=tuple(labels.split(",")),
            epochs=epochs,
            learning_rate=learning_rate,
            batch_size=batch_size,
            max_length=max_length,
            warmup=warmup,
            weight_decay=weight_decay,
            arithmetic=arithmetic,
            seed=seed,
            save_steps=save_steps,
        )
        record = run(options)
    except Refused as refused:
        typer.echo(f"refused: {refused}", err=True)
        sys.exit(1)
    typer.echo(f"{output}: dev accuracy {record.dev_accuracy:.4f} after {record.seconds:.0f} s")


if __name__ == "__main__":
    app()
