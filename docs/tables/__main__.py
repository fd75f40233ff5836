"""Writes the tables of the pages, or says which are not those of the code.

python -m docs.tables [--check]
"""

import argparse
import sys

from docs.tables import pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; status 1 if one is old"
    )
    if not parser.parse_args().check:
        pages.write()
    elif old := pages.stale():
        names = ", ".join(page.relative_to(pages.ROOT).as_posix() for page in old)
        sys.exit(f"these pages have tables that the code has left behind: {names}")


if __name__ == "__main__":
    main()
