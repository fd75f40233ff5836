"""Whether a folder is a checkpoint at all, asked without opening a weight."""

from pathlib import Path

from mobilec.checkpoint.sources.marian.folder import is_marian

CONFIG = "config.json"
"""By which a folder in Hugging Face format is known."""


def is_checkpoint(folder: Path) -> bool:
    """In Hugging Face format, or a translator's files as Marian writes them."""
    return (folder / CONFIG).is_file() or is_marian(folder)
