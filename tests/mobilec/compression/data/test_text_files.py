"""The files beside the weights come along; weights and records do not."""

from mobilec.checkpoint.describe import describe
from mobilec.compression.data.text_files import carry


def test_words_card_and_licence_come_along(bert, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for file in bert.iterdir():
        (source / file.name).write_bytes(file.read_bytes())
    for name in ("README.md", "LICENSE.txt", "vocab.txt", "spiece.model", "training.json"):
        (source / name).write_text("---\nlicense: mit\n---\n")
    (tmp_path / "to").mkdir()
    carry(describe(str(source)), tmp_path / "to")
    carried = {file.name for file in (tmp_path / "to").iterdir()}
    assert carried == {
        *("config.json", "tokenizer.json", "tokenizer_config.json"),
        *("README.md", "LICENSE.txt", "vocab.txt", "spiece.model"),
    }
