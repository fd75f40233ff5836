"""Pictures are shown, and where a run is drawn it is valid and of the model that ships."""

import re
from dataclasses import replace
from pathlib import Path

from mobilec.benchmarking.run_file import read_run, write_run
from mobilec.checkpoint.compressed import empty
from mobilec.checkpoint.describe import describe
from tests.mobilec.benchmarking import making

ROOT = Path(__file__).parent.parent
PICTURES = sorted((ROOT / "docs").rglob("*.png"))
PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
SCREENS = (ROOT / "docs" / "android", ROOT / "docs" / "web")
"""Pictures of the app and of the page, without a run."""


def test_every_picture_is_shown():
    shown = {
        (page.parent / link).resolve()
        for page in PAGES
        for link in re.findall(r"!\[[^\]]*\]\(([^)]*)\)", page.read_text(encoding="utf-8"))
    }
    assert PICTURES and [each.name for each in PICTURES if each.resolve() not in shown] == []


def against(picture: Path) -> list[str]:
    """What speaks against a picture that is drawn of runs."""
    runs = [read_run(file) for file in sorted(picture.parent.glob("*.json"))]
    found = [] if runs else ["no run lies beside it"]
    if len({each.session.id for each in runs}) > 1:
        found.append("several sessions")
    for each in runs:
        network = empty(describe(each.variant.model))
        if not each.valid:
            found.append(f"{each.variant.model} is not valid")
        if each.variant.unique_parameters != sum(p.numel() for p in network.parameters()):
            found.append(f"{each.variant.model} ships with other parameters")
    return found


def test_pictures_of_runs_are_of_valid_ones_of_the_models_that_ship():
    drawn = [picture for picture in PICTURES if picture.parent not in SCREENS]
    assert {picture.name: said for picture in drawn if (said := against(picture))} == {}


def test_what_speaks_against_a_picture_is_found(tmp_path):
    picture = tmp_path / "report.png"
    assert against(picture) == ["no run lies beside it"]
    dense = making.measurand(model="sentiment-en", unique_parameters=22_713_986)
    for number, valid in ((1, True), (2, False)):
        made = making.run(1.0, 1.1, variant=dense, valid=valid, id=making.identity(number))
        session = replace(made.session, id=making.identity(number))
        write_run(replace(made, session=session), tmp_path / f"{number}.json")
    assert against(picture) == [
        "several sessions",
        "sentiment-en ships with other parameters",
        "sentiment-en is not valid",
        "sentiment-en ships with other parameters",
    ]
