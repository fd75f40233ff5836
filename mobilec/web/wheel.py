"""The built page among the package's own files, so that whoever installs the wheel needs no Node.

python -m mobilec.web.wheel     # make wheel calls it
"""

import shutil
import sys
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Silent
from exporters.whole.folder import built_beside
from mobilec.fetching.cache import Cache
from mobilec.web.page import IN_WHEEL, INDEX, SOURCES, page


def put(sources: Path = SOURCES, place: Path = IN_WHEEL, cache: Cache | None = None) -> Path:
    """The page of these sources at its place in the package, in place of a former one."""
    built = page(sources, Silent(), cache)
    with built_beside(place, overwrite=True, mark=INDEX) as folder:
        shutil.copytree(built, folder, dirs_exist_ok=True)
    return place


def main() -> None:
    try:
        put()
    except Refused as refused:
        sys.exit(f"mobilec: {refused}")


if __name__ == "__main__":
    main()
