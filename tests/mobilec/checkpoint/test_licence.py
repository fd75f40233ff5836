"""The licence is what the card's front matter says, or None."""

from pathlib import Path

import pytest

from mobilec.checkpoint.licence import read_licence


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ("---\nlicense: apache-2.0\n---\n# A model", "apache-2.0"),
        ("---\nlicense: other\nlicense_name: house-rules\n---\n", "house-rules"),
        ("---\nlicense: [mit, apache-2.0]\n---\n", "mit, apache-2.0"),
        ("---\nlicense: {name: own}\n---\n", None),
        ("---\nlicense: 3\n---\n", None),
        ("---\nlicense: [mit, {name: own}]\n---\n", None),
        ("---\ntags: [text]\n---\n", None),
        ("---\nlicense: [mit\n---\n", None),
        ("# A model without front matter", None),
    ],
)
def test_licence(tmp_path: Path, card: str, licence: str | None) -> None:
    (tmp_path / "README.md").write_text(card)
    assert read_licence(tmp_path) == licence


def test_no_card(tmp_path: Path) -> None:
    assert read_licence(tmp_path) is None
