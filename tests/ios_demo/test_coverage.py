"""What llvm-cov exports, added up by folder."""

import json
from pathlib import Path

import pytest

from tests.ios_demo.coverage import Covered, read, table, total

CORE = Path("/demo/Sources/Mobilec")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    counts = {
        CORE / "Text" / "WordPiece.swift": (30, 27),
        CORE / "Refused.swift": (10, 10),
        Path("/demo/Tests/MobilecTests/Some.swift"): (50, 0),
    }
    files = [
        {"filename": str(file), "summary": {"lines": {"count": lines, "covered": run}}}
        for file, (lines, run) in counts.items()
    ]
    (tmp_path / "coverage.json").write_text(json.dumps({"data": [{"files": files}]}))
    return tmp_path / "coverage.json"


def test_the_files_of_the_core_alone_count(document) -> None:
    files = read(document, CORE)
    assert files == [Covered("Refused.swift", 10, 10), Covered("Text/WordPiece.swift", 30, 27)]
    assert total(files).share == pytest.approx(37 / 40)


def test_the_table_has_folders_and_a_sum(document) -> None:
    rows = table(read(document, CORE)).splitlines()
    assert [row.split()[0] for row in rows] == [
        "./",
        "Refused.swift",
        "Text/",
        "Text/WordPiece.swift",
        "all",
    ]
    assert rows[-1].split()[1:] == ["37", "of", "40", "lines", "92.5%"]


def test_a_file_without_code_lowers_nothing() -> None:
    assert Covered("Types.swift", 0, 0).share == 1
