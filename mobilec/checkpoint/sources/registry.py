"""Every kind of folder that a model can come in. A new one is a room and a line here."""

from pathlib import Path

from mobilec.checkpoint.sources.hf import source as hf
from mobilec.checkpoint.sources.marian import source as marian
from mobilec.checkpoint.sources.source import Source

SOURCES: dict[str, Source] = {"hugging-face": hf.SOURCE, "marian": marian.SOURCE}
"""In the order in which they are asked."""


def source_of(folder: Path) -> Source:
    """What reads a folder. One that nobody recognises is read as Hugging Face's, which says what
    it lacks."""
    return next((each for each in SOURCES.values() if each.recognises(folder)), hf.SOURCE)
