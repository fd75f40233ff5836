"""A bundle carries the model card of its checkpoint, where that has one."""

from pathlib import Path

from exporters.bundle.digest import digest
from mobilec.exporting.card import CARD, write_card


def test_the_card_is_copied_and_described(tmp_path: Path) -> None:
    checkpoint, bundle = tmp_path / "checkpoint", tmp_path / "bundle"
    checkpoint.mkdir()
    bundle.mkdir()
    (checkpoint / "README.md").write_bytes("# A modèle\r\n".encode())
    (entry,) = write_card(checkpoint, bundle)
    assert (bundle / CARD).read_bytes() == (checkpoint / "README.md").read_bytes()
    assert (entry.path, entry.role, (entry.sha256, entry.size_bytes)) == (
        CARD,
        "card",
        digest(bundle / CARD),
    )


def test_without_a_card_there_is_none(tmp_path: Path) -> None:
    checkpoint, bundle = tmp_path / "checkpoint", tmp_path / "bundle"
    checkpoint.mkdir()
    bundle.mkdir()
    assert write_card(checkpoint, bundle) == ()
    assert list(bundle.iterdir()) == []
