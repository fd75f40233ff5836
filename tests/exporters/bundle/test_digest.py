import hashlib
from pathlib import Path

from exporters.bundle.digest import digest


def test_a_file_has_the_sha256_that_everybody_knows(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert digest(tmp_path / "a") == (hashlib.sha256(b"abc").hexdigest(), 3)


def test_a_folder_depends_on_names_and_contents_alone(tmp_path: Path) -> None:
    for name, order in (("one", "ab"), ("two", "ba")):
        for letter in order:
            (tmp_path / name / letter).mkdir(parents=True)
            (tmp_path / name / letter / "file").write_text(letter)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    (tmp_path / "two" / "a" / "file").rename(tmp_path / "two" / "a" / "other")
    assert digest(tmp_path / "one") != digest(tmp_path / "two")
