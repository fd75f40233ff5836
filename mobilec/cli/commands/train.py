"""`mobilec train`: how the models that ship were made, and others of their kind can be."""

from pathlib import Path
from typing import Annotated, Any

import typer

from mobilec.cli.choices import ArithmeticName, DecoderName
from mobilec.cli.group import Group
from mobilec.cli.lists import paths, words
from mobilec.cli.output import EXIT_STATUS, failures

train = typer.Typer(
    name="train",
    cls=Group,
    help="Trains a model; repeat the command to go on with a killed run.",
)

Output = Annotated[
    Path, typer.Option("-o", "--output", help="The folder of the model.", metavar="DIR")
]
Dev = Annotated[str, typer.Option(help="Text to measure on while training.", metavar="FILES")]
Arithmetic = Annotated[
    ArithmeticName,
    typer.Option(help="Numbers of the products; auto is bf16 where it is faster on this machine."),
]
Seed = Annotated[int, typer.Option(help="Of weights, order and dropout.")]
Recipe = Annotated[
    str,
    typer.Option(
        help="Steps that the model is given before it learns: a YAML file, or a shipped name.",
        metavar="RECIPE",
        show_default="none",
    ),
]
LayerDrop = Annotated[float, typer.Option(help="How likely a layer is left out of a step.")]
SaveSteps = Annotated[int, typer.Option(help="Steps that a killed run loses at most.")]


@train.command(epilog=EXIT_STATUS)
def classify(
    model: Annotated[
        Path, typer.Option(help="Folder in Hugging Face format to begin with.", metavar="DIR")
    ],
    train: Annotated[Path, typer.Option(help="Labelled .tsv or .jsonl file.", metavar="FILE")],
    dev: Dev,
    output: Output,
    labels: Annotated[str, typer.Option(help="Names of the classes, by index.", metavar="A,B")],
    epochs: Annotated[int, typer.Option()] = 3,
    learning_rate: Annotated[float, typer.Option(help="At its highest.")] = 5e-5,
    batch_size: Annotated[int, typer.Option()] = 32,
    max_length: Annotated[int, typer.Option(help="In tokens.")] = 128,
    warmup: Annotated[float, typer.Option(help="Share of the steps.")] = 0.06,
    weight_decay: Annotated[float, typer.Option()] = 0.01,
    layer_drop: LayerDrop = 0.0,
    recipe: Recipe = "",
    arithmetic: Arithmetic = ArithmeticName.AUTO,
    seed: Seed = 0,
    save_steps: SaveSteps = 500,
) -> None:
    """Fine-tunes an encoder on labelled sentences."""
    given = locals() | {"dev": Path(dev), "labels": words(labels)}
    del given["recipe"]
    with failures(as_json=False):
        # Imported late, so that --help answers without torch.
        from mobilec.training.arithmetic import Arithmetic as Numbers
        from mobilec.training.classification.options import ClassificationOptions
        from mobilec.training.classification.run import train as run

        numbers = {"arithmetic": Numbers(arithmetic.value)}
        record = run(ClassificationOptions(**(given | numbers)), **_form(recipe))
        typer.echo(f"{output}: dev accuracy {record.dev_accuracy:.4f} after {record.seconds:.0f} s")


@train.command(epilog=EXIT_STATUS)
def translate(
    train: Annotated[
        list[str],
        typer.Option(
            help="Aligned text: FILE.tsv of source<TAB>target lines, or SOURCE,TARGET aligned by "
            "line; may be given several times.",
            metavar="FILES",
        ),
    ],
    dev: Dev,
    output: Output,
    share: Annotated[
        list[float] | None,
        typer.Option(
            help="Part of a --train that an epoch sees, one for each in its order.",
            show_default="all of each",
            metavar="X",
        ),
    ] = None,
    held_out: Annotated[
        str, typer.Option(help="Text of which no sentence is trained on.", metavar="FILE,FILE")
    ] = "",
    languages: Annotated[str, typer.Option(help="Codes of both.", metavar="A,B")] = "en,de",
    width: Annotated[int, typer.Option(help="Of the hidden states.")] = 256,
    feed_forward: Annotated[int, typer.Option(help="Of its inner layer.")] = 1024,
    encoder_layers: Annotated[int, typer.Option()] = 6,
    decoder_layers: Annotated[int, typer.Option()] = 2,
    heads: Annotated[int, typer.Option()] = 8,
    decoder: Annotated[
        DecoderName, typer.Option(help="What its layers remember by; ssru keeps one row each.")
    ] = DecoderName.SELF_ATTENTION,
    recipe: Recipe = "",
    positions: Annotated[int, typer.Option(help="Longest sentence ever, in pieces.")] = 256,
    vocabulary: Annotated[int, typer.Option(help="Pieces of both languages together.")] = 8000,
    max_pieces: Annotated[int, typer.Option(help="Longest sentence trained on.")] = 60,
    batch_pieces: Annotated[int, typer.Option(help="Of one side, with padding.")] = 2048,
    joined: Annotated[float, typer.Option(help="Share of pairs with another after it.")] = 0.1,
    piece_dropout: Annotated[float, typer.Option(help="Share of merges left out.")] = 0.1,
    dropout: Annotated[float, typer.Option(help="Share of hidden numbers.")] = 0.1,
    layer_drop: LayerDrop = 0.0,
    label_smoothing: Annotated[float, typer.Option()] = 0.1,
    learning_rate: Annotated[float, typer.Option(help="At its highest.")] = 1e-3,
    weight_decay: Annotated[float, typer.Option()] = 0.0,
    steps: Annotated[int, typer.Option()] = 5000,
    warmup_steps: Annotated[int, typer.Option()] = 1000,
    save_steps: SaveSteps = 500,
    average: Annotated[int, typer.Option(help="Last checkpoints to average.")] = 5,
    arithmetic: Arithmetic = ArithmeticName.AUTO,
    seed: Seed = 0,
) -> None:
    """Trains a Marian model and its vocabulary on sentences and their translations."""
    given = locals()
    with failures(as_json=False):
        # Imported late, so that --help answers without torch.
        from mobilec.training.translation.run import train as run

        record = run(_translation_options(given), **_form(recipe))
        typer.echo(f"{output}: dev chrF {record.dev_chrf:.1f} after {record.seconds:.0f} s")


def _form(recipe: str) -> dict[str, Any]:
    """The structure of a new model, where one was asked for."""
    if not recipe:
        return {}
    from mobilec.compression.beginning import ByRecipe

    return {"form": ByRecipe(recipe)}


def _translation_options(given: dict[str, Any]) -> Any:
    from dataclasses import fields

    from exporters.errors import Refused
    from mobilec.training.arithmetic import Arithmetic as Numbers
    from mobilec.training.translation.options import Corpus, Shape, TranslationOptions

    shares = given["share"] or [1.0] * len(given["train"])
    if len(shares) != len(given["train"]):
        raise Refused(
            f"{len(shares)} shares were given for {len(given['train'])} texts to train on; "
            f"give --share once for each --train, or not at all"
        )
    corpora = zip(given["train"], shares, strict=True)
    shape, decoder = [known.name for known in fields(Shape)], given["decoder"].value
    told = {
        known.name: given[known.name] for known in fields(TranslationOptions) if known.name in given
    }
    return TranslationOptions(
        **told
        | {
            "train": tuple(Corpus(paths(files), share) for files, share in corpora),
            "dev": Corpus(paths(given["dev"])),
            "held_out": paths(given["held_out"]),
            "languages": words(given["languages"]),
            "shape": Shape(**{name: given[name] for name in shape} | {"decoder": decoder}),
            "arithmetic": Numbers(given["arithmetic"].value),
        }
    )
