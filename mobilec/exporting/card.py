"""The model card of a checkpoint. It travels with the bundle, so that an app can show it."""

import shutil
from pathlib import Path

from exporters.bundle.manifest import TextFile
from exporters.bundle.write import describe_text

CARD = "card.md"
_SOURCE = "README.md"


def write_card(checkpoint: Path, folder: Path) -> tuple[TextFile, ...]:
    """Copies the card of a checkpoint's folder into a bundle's; nothing where there is none."""
    file = checkpoint / _SOURCE
    if not file.is_file():
        return ()
    shutil.copyfile(file, folder / CARD)
    return (describe_text(folder / CARD, "card"),)
