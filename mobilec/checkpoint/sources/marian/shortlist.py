"""The shortlist in a folder, gzipped or not."""

from pathlib import Path

from exporters.text import shortlist
from exporters.text.shortlist import Shortlist
from mobilec.checkpoint.sources.marian.gzipped import read_bytes


def read_shortlist(path: Path, source_words: int, target_words: int) -> Shortlist:
    """As ``exporters.text.shortlist.read_shortlist``, which knows no .gz."""
    return shortlist.read_shortlist(read_bytes(path), source_words, target_words, str(path))
