"""What the frontier of smaller students is drawn from, and that it is drawn."""

import json
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.students.drawing import drawn
from benchmarks.students.frontier import RESULT

ROWS = {
    "whole": {"bytes": 17_500_000, "chrF": 71.0},
    "half & <less>": {"bytes": 8_750_000, "chrF": 69.0},
}


def points(picture: str) -> list[tuple[float, float]]:
    found = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}circle")
    return [(float(each.attrib["cx"]), float(each.attrib["cy"])) for each in found]


def test_a_point_stands_where_its_bytes_and_its_score_are():
    picture = drawn("whole", ROWS)
    (x, y), (smaller, lower) = points(picture)
    assert smaller < x and lower > y, "half of the bytes to the left, a lower score below"
    assert "half &amp; &lt;less&gt;" in picture


def test_one_point_alone_is_drawn_too():
    assert len(points(drawn("whole", {"whole": ROWS["whole"]}))) == 1


def test_what_was_measured_is_drawn():
    (found,) = json.loads(RESULT.read_text(encoding="utf-8"))["teachers"].items()
    picture = Path(RESULT).with_suffix(".svg").read_text(encoding="utf-8")
    assert picture == drawn(found[0], found[1]["rows"])
