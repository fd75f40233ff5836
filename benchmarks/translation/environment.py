"""The virtual environment of CTranslate2, which this project does not otherwise need."""

import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.translation.children import ROOT

VERSION = "4.8.5"
FOLDER = ROOT / "build" / f"ctranslate2-{VERSION}"


def python() -> Path:
    """Its interpreter. At the first call the environment is made: a download of 40 MB."""
    found = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = FOLDER / "installed"  # written last: a half-made environment is made anew
    if not stamp.is_file():
        print(f"installing ctranslate2 {VERSION} into {FOLDER}", flush=True)
        venv.create(FOLDER, clear=True, with_pip=True)
        install = [str(found), "-m", "pip", "install", "-q", f"ctranslate2=={VERSION}"]
        subprocess.run(install, check=True)
        stamp.touch()
    return found
