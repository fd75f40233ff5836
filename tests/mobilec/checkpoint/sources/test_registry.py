"""Which source reads a folder."""

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources import registry
from mobilec.checkpoint.sources.registry import SOURCES, source_of


class Other:
    """Recognises what has a file of its own."""

    def recognises(self, folder):
        return (folder / "other.yml").is_file()


def test_the_first_that_recognises_a_folder_reads_it(bert, monkeypatch):
    other = Other()
    monkeypatch.setattr(registry, "SOURCES", {"other": other} | SOURCES)
    assert source_of(bert) is SOURCES["hugging-face"]
    (bert / "other.yml").write_text("")
    assert source_of(bert) is other


def test_a_folder_that_nobody_recognises_is_refused_as_hugging_faces(tmp_path):
    with pytest.raises(Refused, match="it is not a model in Hugging Face format"):
        source_of(tmp_path).config(tmp_path)
