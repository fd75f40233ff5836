"""Arguments and options that mean the same in every command that has them."""

from pathlib import Path
from typing import Annotated

import typer

MODEL_HELP = "Hub id, folder in Hugging Face format, or name of a shipped model."

Bundle = Annotated[Path, typer.Argument(help="Folder with manifest.json.", metavar="BUNDLE")]
Task = Annotated[str, typer.Option(help="auto finds it from the checkpoint.", metavar="TASK")]
SourceLanguage = Annotated[
    str | None,
    typer.Option("--source-lang", help="Translation: code of the source language.", metavar="CODE"),
]
TargetLanguage = Annotated[
    str | None,
    typer.Option("--target-lang", help="Translation: code of the target language.", metavar="CODE"),
]
Prefix = Annotated[
    str | None,
    typer.Option(help="Translation: words before each source, for T5.", metavar="TEXT"),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
