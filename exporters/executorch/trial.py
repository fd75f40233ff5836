"""Loads a .pte and calls all of it, for ``exporters.trial``.

python -m exporters.executorch.trial FILE
"""

import sys
from contextlib import suppress
from pathlib import Path

from exporters.executorch.run import load


def tried(path: Path) -> None:
    """What the file is refused for, whoever opens it after this says."""
    with suppress(Exception):
        load(path).try_methods()


if __name__ == "__main__":
    tried(Path(sys.argv[1]))
