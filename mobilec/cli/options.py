"""Arguments and options that mean the same in every command that has them."""

from pathlib import Path
from typing import Annotated

import typer

MODEL_HELP = "Hub id, folder in Hugging Face format, or name of a shipped model."

Model = Annotated[str, typer.Argument(help=MODEL_HELP, metavar="MODEL")]
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
CodeOfSource = Annotated[
    str | None, typer.Option("--source-lang", help="Code of the source language.", metavar="CODE")
]
CodeOfTarget = Annotated[
    str | None, typer.Option("--target-lang", help="Code of the target language.", metavar="CODE")
]
WordsBefore = Annotated[
    str | None,
    typer.Option("--prefix", help="Words before each source, for T5.", metavar="TEXT"),
]
"""The same, of commands that translators alone have."""
OverwriteFile = Annotated[bool, typer.Option("--overwrite", help="Replace the file in -o.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Lan = Annotated[
    bool, typer.Option("--lan", help="web: for the whole network, and not this machine alone.")
]
Port = Annotated[
    int | None,
    typer.Option(help="web: to listen at.", metavar="N", show_default="8427, or a free one"),
]
ByCable = Annotated[
    bool,
    typer.Option("--adb", help="web: an Android phone by USB, where browsers allow threads."),
]
